package dev.pith.pipeline.train;

import java.io.IOException;

/** Starts the processes of a training by several; whoever implements it knows by which command. */
@FunctionalInterface
public interface WorkerLauncher {
    /**
     * Starts one. It trains with {@link TrainWorker} and says what it has to say, errors as well, on its standard output.
     *
     * @param role its part, which {@link WorkerRole#ofThisProcess} finds there when the process gets {@link WorkerRole#asProperty}
     */
    Process start(WorkerRole role) throws IOException;
}
