package dev.pith.torch.condense;

import dev.pith.parallel.ThreadTime;
import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.evaluate.Outcome;
import dev.pith.torch.evaluate.Training;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.optimize.Sgd;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/**
 * Trains networks on a few images and tests the networks. Every training has one thread, so that several trainings run
 * side by side and no outcome depends on the number of threads.
 *
 * @param test what networks are tested on
 */
public record SyntheticEvaluation(LabelledImages test) implements Training<SyntheticTrial> {
    private static final int BATCH = 256;

    @Override
    public Outcome perform(SyntheticTrial trial, DoubleConsumer progress) {
        Outcome[] outcome = new Outcome[1];
        try (Threads alone = new Threads(1)) {
            Slices.forEach(alone, 1, 1, (from, one) -> outcome[0] = perform(trial, progress, alone));
        }
        return outcome[0];
    }

    private Outcome perform(SyntheticTrial trial, DoubleConsumer progress, Threads alone) {
        int epochs = trial.epochs();
        try (Network network = Networks.create(
                        trial.network(), trial.images().shape(), trial.images().classes(), trial.seed());
                SyntheticTraining training = new SyntheticTraining(
                        network,
                        trial.images(),
                        new Sgd(0.9, false, 5e-4),
                        BATCH,
                        trial.protocol().variation(trial.batches()),
                        alone,
                        null)) {
            SplittableRandom random = new SplittableRandom(Priority.of(0, trial.seed()));
            ThreadTime time = new ThreadTime();
            for (int epoch = 0; epoch < epochs; epoch++) {
                training.epoch(trial.protocol().rate(epoch, epochs), random);
                progress.accept((epoch + 1.0) / epochs);
            }
            double seconds = time.seconds();
            return new Outcome(
                    Evaluation.of(network, test, alone, Progress.NONE).accuracy(),
                    trial.samples(),
                    (long) epochs * ((trial.images().size() + BATCH - 1) / BATCH),
                    seconds);
        }
    }
}
