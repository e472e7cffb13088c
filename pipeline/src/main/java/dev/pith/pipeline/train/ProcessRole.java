package dev.pith.pipeline.train;

import dev.pith.torch.parallel.ProcessGroup;
import java.io.IOException;
import java.util.Optional;

/**
 * The part that one process has in a training by several.
 *
 * <p>{@link TrainingProcesses} starts each process with the words of the user's own command and a system property. The
 * property holds the role; a process without the property was started by the user.
 *
 * @param rank the number of the process, from 0
 * @param port where the processes meet
 */
public record ProcessRole(int rank, int port) {
    static final String PROPERTY = "pith.worker";

    /** The exit code of a process that says in one line why. */
    static final int FAILED = 1;

    /** The exit code of a process whose command cannot be carried out as given. */
    static final int MISUSED = 2;

    /** The exit code of a process that lost another one, and so does not know why. */
    static final int LOST = 3;

    /** Returns the role of this process; empty in a process that the user started. */
    public static Optional<ProcessRole> ofThisProcess() {
        String text = System.getProperty(PROPERTY);
        if (text == null) {
            return Optional.empty();
        }
        String[] parts = text.split(":", 2);
        return Optional.of(new ProcessRole(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    }

    /** Returns the argument of the JVM that gives a process this role. */
    public String asProperty() {
        return "-D" + PROPERTY + "=" + rank + ":" + port;
    }

    ProcessGroup join(int world) {
        return ProcessGroup.join(port, rank, world);
    }

    /**
     * Ends this process when the process that started it ends, in whatever way. The operating system closes the other
     * end of the pipe then, and reading standard input returns.
     */
    public void endWithParent() {
        Thread watch = new Thread(
                () -> {
                    try {
                        System.in.readAllBytes(); // nothing is ever sent
                    } catch (IOException e) {
                        // Closed as well.
                    }
                    Runtime.getRuntime().halt(LOST);
                },
                "pith-parent");
        watch.setDaemon(true);
        watch.start();
    }
}
