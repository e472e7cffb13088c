package dev.pith.pipeline.condense;

import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.evaluate.RunSelection;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Step;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.LogitGradient;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Real images as many of each class as are condensed, fewer where there are fewer, chosen by a rule on embeddings.
 *
 * @param ids class by class
 * @param seconds it took to choose them, and to make the features
 */
public record ChosenImages(int[] ids, double seconds) {
    /** Makes the features that rules look at, unless the run has them. */
    public static void makeFeatures(Session session, Source source, long seed, OnError onError) {
        new FeaturesStep(
                        session,
                        source,
                        new FeatureSettings(
                                FeatureKind.EMBEDDING,
                                FeatureTraining.NETWORK,
                                null,
                                FeatureTraining.EPOCHS,
                                LogitGradient.CROSS_ENTROPY,
                                null,
                                seed,
                                onError,
                                null))
                .perform();
    }

    /** Chooses them. */
    static ChosenImages by(
            RankingMethod method, Session session, EvaluationImages images, int imagesPerClass, long seed) {
        double before = RunSelection.seconds(session.run().manifest(), EnumSet.of(Step.NETWORK, Step.FEATURES), false);
        long started = System.nanoTime();
        int[] ids = ranked(RankingSettings.of(method, seed), session, images, imagesPerClass);
        return new ChosenImages(ids, before + (System.nanoTime() - started) / 1e9);
    }

    private static int[] ranked(RankingSettings how, Session session, EvaluationImages images, int imagesPerClass) {
        int[] labels = images.source().labels();
        int classes = images.source().classes();
        List<int[]> ids = new ArrayList<>();
        try (Features rows = RunFeatures.open(session, FeatureKind.EMBEDDING);
                TaskProgress progress = session.progress("ranking by " + how.method())) {
            for (int label = 0; label < classes; label++) {
                int c = label;
                int[] pool = IntStream.of(images.pool())
                        .filter(id -> labels[id] == c)
                        .toArray();
                int count = Math.min(imagesPerClass, pool.length);
                ids.add(how.rank(
                                rows,
                                pool,
                                count,
                                session.threads(),
                                session.memory(),
                                (now, all) -> progress.onStep(c, classes))
                        .ids());
            }
        }
        return ids.stream().flatMapToInt(IntStream::of).toArray();
    }
}
