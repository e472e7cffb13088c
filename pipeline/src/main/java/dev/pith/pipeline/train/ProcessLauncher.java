package dev.pith.pipeline.train;

import java.io.IOException;

/** Starts the processes of a training by several; whoever implements it knows by which command. */
@FunctionalInterface
public interface ProcessLauncher {
    /**
     * Starts one. It trains with {@link TrainingProcess} and says what it has to say, errors as well, on its standard output.
     *
     * @param role its part, which {@link ProcessRole#ofThisProcess} finds there when the process gets {@link ProcessRole#asProperty}
     */
    Process start(ProcessRole role) throws IOException;
}
