package dev.pith.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a step takes, in all the processes that did it. Every second the time so far is left in a hidden file of the
 * run: a process that is killed cannot say it any more, and the one that goes on counts it too. The file is gone when
 * the step is done.
 */
final class StepClock implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StepClock.class);
    private static final long BEAT_MILLIS = 1000;

    private final Path file;
    private final String work;
    private final LongSupplier nanos;
    private final long started;
    private final double before;
    private boolean ended;

    /**
     * Starts to count, without a thread that calls {@link #beat()}.
     *
     * @param configuration of the step: what was spent on another does not count
     * @param nanos the time
     */
    StepClock(Path run, Step step, Map<String, String> configuration, LongSupplier nanos) {
        this.file = run.resolve(".clock-" + step.label());
        this.work = Sha256.of(new TreeMap<>(configuration).toString());
        this.nanos = nanos;
        this.started = nanos.getAsLong();
        this.before = read();
    }

    /** Starts to count. */
    static StepClock start(Path run, Step step, Map<String, String> configuration) {
        StepClock clock = new StepClock(run, step, configuration, System::nanoTime);
        Thread thread = new Thread(clock::beatUntilEnded, "pith-clock");
        thread.setDaemon(true);
        thread.start();
        return clock;
    }

    private double read() {
        try {
            String[] words = Files.readString(file).split(" ", -1);
            return words.length == 2 && words[0].equals(work) ? Double.parseDouble(words[1]) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0; // nobody worked on it
        }
    }

    private synchronized void beatUntilEnded() {
        try {
            for (wait(BEAT_MILLIS); !ended; wait(BEAT_MILLIS)) {
                beat();
            }
        } catch (InterruptedException e) {
            log.debug("Interrupted: {} is not written any more", file);
        }
    }

    /** Leaves the time so far in the run. */
    synchronized void beat() {
        Path part = PartFiles.beside(file);
        try {
            Files.write(part, (work + " " + seconds(true)).getBytes(StandardCharsets.UTF_8));
            PartFiles.publish(part, file);
        } catch (IOException e) {
            log.debug("{} cannot be written; what was spent so far will not count if the step is cut off", file, e);
            PartFiles.deleteQuietly(part);
        }
    }

    /**
     * Returns the seconds so far.
     *
     * @param all those of the processes before this one too, because it goes on from their work
     */
    double seconds(boolean all) {
        return (all ? before : 0) + (nanos.getAsLong() - started) / 1e9;
    }

    /** Forgets the time, as the step is done. */
    synchronized void delete() throws IOException {
        ended = true;
        Files.deleteIfExists(file);
    }

    /** Stops to count. */
    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }
}
