package dev.pith.pipeline.feature;

import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Masks;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Manifest;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.ScoreTraining;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.image.SegmentationImages;
import dev.pith.torch.image.SegmentedSet;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The step {@code network}: trains the network that looks at the images and, if asked for, scores them on the way. */
final class NetworkStep {
    private final Session session;
    private final Source source;
    private final FeatureImages images;
    private final FeatureSettings configuration;
    private final @Nullable ScoreSettings scores;

    /**
     * Prepares.
     *
     * @param configuration of as many epochs as the scores
     * @param scores null when none are asked for; those of the same network that the run has already stay
     */
    NetworkStep(
            Session session,
            Source source,
            FeatureImages images,
            FeatureSettings configuration,
            @Nullable ScoreSettings scores) {
        this.session = session;
        this.source = source;
        this.images = images;
        this.configuration = configuration;
        this.scores = scores == null ? alreadyThere() : scores;
    }

    /** Returns how the run was scored by the network that is asked for, or null. */
    private @Nullable ScoreSettings alreadyThere() {
        Map<String, String> there = session.run()
                .manifest()
                .step(Step.NETWORK)
                .map(Manifest.Done::configuration)
                .orElse(Map.of());
        if (!ScoreSettings.areIn(there)) {
            return null;
        }
        ScoreSettings settings = ScoreSettings.of(there);
        return there.equals(map(settings)) ? settings : null;
    }

    private Map<String, String> map(@Nullable ScoreSettings settings) {
        Map<String, String> map = new LinkedHashMap<>(configuration.trainingToMap());
        if (settings != null) {
            map.putAll(settings.toMap());
        }
        map.putAll(session.samples().options());
        return map;
    }

    /**
     * Does the step where the features of the run come from elsewhere: they do not go with the network
     * that it replaces.
     */
    void performAlone() {
        boolean other = session.run()
                .manifest()
                .step(Step.NETWORK)
                .filter(done -> !done.configuration().equals(map(scores)))
                .isPresent();
        if (other && session.force()) {
            session.run().forget(Step.NETWORK);
        }
        perform();
    }

    void perform() {
        session.perform(Step.NETWORK, map(scores), staging -> {
            if (source instanceof MaskSource masked) {
                trainOnMasks(masked, staging);
                return;
            }
            ImageSet set =
                    images.open(ImageOptions.DEFAULT.sides(FeatureTraining.LEAST_SIDE, configuration.mostSide()));
            String network = session.fullName(String.valueOf(configuration.network()), set.shape());
            double loss;
            try (TaskProgress progress = session.progress("training " + network)) {
                loss = scores == null
                        ? FeatureTraining.train(
                                network,
                                set,
                                configuration.epochs(),
                                configuration.seed(),
                                session.threads(),
                                progress,
                                staging.file(RunFiles.NETWORK))
                        : score(network, set, scores, progress, staging);
            }
            staging.note("images", set.shape().toString());
            staging.note("loss", String.format(Locale.ROOT, "%.4f", loss));
        });
    }

    private void trainOnMasks(MaskSource masked, Staging staging) {
        boolean skip = configuration.onError() == OnError.SKIP;
        ImageSet set = images.open(SegmentationImages.options(masked, session.threads()));
        MaskSet masks = Masks.open(session, masked, set.shape(), MaskSet.Known.of(masked), skip);
        String network = session.fullName(String.valueOf(configuration.network()), set.shape());
        double loss;
        try (TaskProgress progress = session.progress("training " + network)) {
            loss = FeatureTraining.train(
                    network,
                    new SegmentedSet(set, masks),
                    configuration.epochs(),
                    configuration.seed(),
                    session.threads(),
                    progress,
                    staging.file(RunFiles.NETWORK));
        }
        staging.note("images", set.shape().toString());
        staging.note("loss", String.format(Locale.ROOT, "%.4f", loss));
    }

    private double score(String network, ImageSet set, ScoreSettings settings, TaskProgress progress, Staging staging)
            throws IOException {
        session.memory()
                .require(
                        "Scoring samples",
                        MemoryEstimate.network(set.size(), configuration.mostSide(), session.memory())
                                + MemoryEstimate.scores(set.size(), settings.looks(), settings.scorers()),
                        "use fewer `epochs`");
        ScoreTraining.Scored scored = new ScoreTraining(
                        network, set, settings.epochs(), configuration.seed(), session.threads(), progress)
                .train(settings.scorers(), settings.unseen(), staging.file(RunFiles.NETWORK));
        RunScores.write(scored.scores(), source, staging.folder(RunFiles.SCORE_FOLDER));
        staging.seconds(RunScores.PART, scored.seconds());
        staging.note("looks", Integer.toString(settings.looks()));
        return scored.loss();
    }
}
