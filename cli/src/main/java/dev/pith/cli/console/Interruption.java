package dev.pith.cli.console;

import dev.pith.PithException;
import org.jspecify.annotations.Nullable;

/**
 * What happens on Ctrl-C: the command is told to stop, unwinds, and so deletes its unfinished files; then the process
 * ends with 130, as the JVM does by itself.
 *
 * <p>There is one per process because there is one process to interrupt.
 */
public final class Interruption {
    /** A command that does not listen (in native code, say) is not waited for longer; its files are deleted anyway. */
    private static final int PATIENCE_MILLIS = 2000;

    private static volatile boolean happened;
    private static volatile @Nullable Runnable cleanUp;

    private Interruption() {}

    /** Starts to listen for signals that end the process. */
    public static void listen(Thread command) {
        Thread onExit = new Thread(() -> unwind(command), "pith-interruption");
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    /** Begins a work that leaves unfinished files behind when it is cut off; {@code last} deletes what it can. */
    public static void begin(Runnable last) {
        cleanUp = last;
    }

    /** Ends it. */
    public static void end() {
        cleanUp = null;
    }

    /** Returns whether the process was told to end. */
    public static boolean happened() {
        return happened;
    }

    /** Throws when the process was told to end; long computations ask at every step. */
    static void check() {
        if (happened) {
            throw new PithException("interrupted");
        }
    }

    private static void unwind(Thread command) {
        Runnable last = cleanUp;
        if (last == null) {
            return; // nothing is half-done; this is also the way of every normal exit
        }
        happened = true;
        command.interrupt();
        try {
            command.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        last.run();
    }
}
