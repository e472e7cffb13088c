package dev.pith.torch.evaluate;

import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.run.Progress;
import dev.pith.torch.network.Network;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Classification;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.SampleCount;
import dev.pith.torch.train.Trainer;

/**
 * The accuracy of a pretrained network that learns on, all of its layers, from labels (fine-tuning): AdamW with a decay
 * of 0.05 and half a cosine after a warm-up over a tenth of the training, as for masked autoencoders (He et al., CVPR
 * 2022, appendix A.1, table 9), without their mixing of images, dropped layers and lower rates of early layers, which
 * serve large encoders and hundreds of epochs.
 */
public final class TunedProbe {
    private static final int BATCH = 128;

    /** Of 256 images; of fewer in proportion. */
    private static final double RATE = 1e-3;

    private static final double DECAY = 0.05;
    private static final double WARM_UP = 0.1;

    private TunedProbe() {}

    /**
     * Trains on some images and tests on others.
     *
     * @param network changed by it
     * @param epochs at least 1
     * @param progress hears of images
     */
    public static Evaluation of(
            Network network,
            LabelledImages training,
            LabelledImages test,
            int epochs,
            long seed,
            Threads threads,
            Progress progress) {
        Recipe recipe = Recipe.builder()
                .epochs(epochs)
                .batch(BATCH)
                .rule(new Adam(0.9, 0.999, 1e-8, DECAY, true))
                .schedule(new Schedule.WarmUp(WARM_UP, new Schedule.Cosine(RATE * BATCH / 256, 0)))
                .seed(seed)
                .build();
        EpochPruning all = EpochPruning.none(PruningSchedule.of(training.size(), epochs, seed));
        long total = (long) epochs * training.size();
        try (Trainer trainer =
                new Trainer(recipe, Classification.of(recipe, network, training), training, all, threads)) {
            trainer.train(new SampleCount(done -> progress.onStep(done, total)));
        }
        return Evaluation.of(network, test, threads, Progress.NONE);
    }
}
