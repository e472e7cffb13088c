package dev.pith.pipeline.train;

import dev.pith.data.Source;
import dev.pith.pipeline.session.Session;

/** What trainings start from, by what is learned. */
final class TrainingStarts {
    private TrainingStarts() {}

    /** Opens network and images, and insists that they fit each other. */
    static TrainingStart of(Session session, Source source, TrainSettings configuration) {
        return configuration.task() == TaskKind.DIFFUSION
                ? new DiffusionTraining(session, source, configuration)
                : new ImageTraining(session, source, configuration);
    }
}
