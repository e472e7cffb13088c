package dev.pith.pipeline.train;

import java.io.IOException;

/** Starts the processes of a training by several. An implementation knows the command that starts one. */
@FunctionalInterface
public interface ProcessLauncher {
    /**
     * Starts a process, which trains in a {@link TrainingProcess} and writes everything, errors as well, to standard
     * output.
     *
     * @param role the part of the process: {@link ProcessRole#asProperty} among the arguments of the JVM lets
     *     {@link ProcessRole#ofThisProcess} find it there
     */
    Process start(ProcessRole role) throws IOException;
}
