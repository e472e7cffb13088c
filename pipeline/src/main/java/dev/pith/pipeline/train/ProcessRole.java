package dev.pith.pipeline.train;

import dev.pith.torch.parallel.ProcessGroup;
import java.io.IOException;
import java.util.Optional;

/**
 * Which part this process has in a training by several: it was started by {@link TrainingProcesses} with the words of the command that the
 * user gave, and a property that says the part.
 *
 * @param rank from 0
 * @param port where the processes meet
 */
public record ProcessRole(int rank, int port) {
    static final String PROPERTY = "pith.worker";

    /** How a process ends that says in one line why. */
    static final int FAILED = 1;

    /** How a process ends that was given what cannot be. */
    static final int MISUSED = 2;

    /** How a process ends when another is gone: it is not the one to say why. */
    static final int LOST = 3;

    /** Returns the part of this process; empty in a process that the user started. */
    public static Optional<ProcessRole> ofThisProcess() {
        String text = System.getProperty(PROPERTY);
        if (text == null) {
            return Optional.empty();
        }
        String[] parts = text.split(":", 2);
        return Optional.of(new ProcessRole(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    }

    /** Returns the property for the process that is to have this part. */
    public String asProperty() {
        return "-D" + PROPERTY + "=" + rank + ":" + port;
    }

    ProcessGroup join(int world) {
        return ProcessGroup.join(port, rank, world);
    }

    /** Ends this process when the one that started it does, however it does: its end of the pipe is closed then. */
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
