package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.rule.LastLayer;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The features of a run, wherever they lie: in the run, or in its source. */
public final class RunFeatures {
    private RunFeatures() {}

    /**
     * Checks that a run has features, and that its source is still the one that they are of; what this session has made
     * or seen itself needs no second look.
     *
     * @throws PithException when it has none, or the source is another
     */
    public static void require(Session session) {
        if (!session.doneNow().contains(Step.FEATURES)) {
            session.run()
                    .require(
                            Step.FEATURES,
                            "pith features SOURCE -o " + session.run().directory());
        }
        session.requireSameSource();
    }

    /** Returns whether a run holds its features itself. */
    public static boolean areInRun(Session session) {
        return writes(session, RunFiles.FEATURES) || writes(session, RunFiles.GRADIENTS + "/" + RunFiles.EMBEDDINGS);
    }

    /** Returns how the features of a run were made, if it has any; files are known by their names alone. */
    public static Optional<FeatureSettings> settings(Session session) {
        Manifest manifest = session.run().manifest();
        return manifest.step(Step.FEATURES).map(features -> {
            Map<String, String> map = new HashMap<>();
            manifest.step(Step.NETWORK).ifPresent(done -> map.putAll(done.configuration()));
            map.putAll(features.configuration());
            manifest.step(Step.DEDUP).ifPresent(done -> map.putAll(done.configuration()));
            return FeatureSettings.of(map);
        });
    }

    /** Opens the features of a run, wherever they lie; closed by the caller. */
    public static Features open(Session session) {
        Optional<Features> inRun =
                inRun(session.run().directory(), session.run().manifest(), session.threads());
        if (inRun.isPresent()) {
            return inRun.get();
        }
        if (session.reopenSource() instanceof FeatureSource features) {
            return features.features(session.threads());
        }
        throw new IllegalStateException("features are neither in the run nor in its source");
    }

    /** Opens the features that a run holds itself, if it does, also without a session; closed by the caller. */
    public static Optional<Features> inRun(Path directory, Manifest manifest, Threads threads) {
        if (writes(manifest, RunFiles.FEATURES)) {
            return Optional.of(new DenseFeatures(Npy.mapFloats(directory.resolve(RunFiles.FEATURES)), threads));
        }
        return writes(manifest, RunFiles.GRADIENTS + "/" + RunFiles.EMBEDDINGS)
                ? Optional.of(gradients(directory.resolve(RunFiles.GRADIENTS), threads))
                : Optional.empty();
    }

    /**
     * Opens features of one kind; a run with gradient features has the embeddings as one of their factors.
     *
     * @throws PithException when the run holds others
     */
    public static Features open(Session session, FeatureKind choice) {
        String held = session.run()
                .require(Step.FEATURES, "pith features")
                .configuration()
                .get("features");
        if (choice.toString().equals(held)) {
            return open(session);
        }
        if (choice == FeatureKind.EMBEDDING && FeatureKind.GRADIENT.toString().equals(held)) {
            Path file = session.run().file(RunFiles.GRADIENTS).resolve(RunFiles.EMBEDDINGS);
            return new DenseFeatures(Npy.mapFloats(file), session.threads());
        }
        throw new PithException(session.run().directory() + ": holds " + held + " features, not " + choice
                + "; make a run with pith features SOURCE `features` " + choice + " -o RUN");
    }

    /** Returns the last layer of the network that a run's gradients are of; null where the run does not hold it. */
    public static @Nullable LastLayer lastLayer(Session session) {
        if (!writes(session, RunFiles.GRADIENTS + "/" + RunFiles.LAST_LAYER)) {
            return null;
        }
        Path file = session.run().file(RunFiles.GRADIENTS).resolve(RunFiles.LAST_LAYER);
        return LastLayer.of(
                Npy.readDoubles(file),
                Math.toIntExact(NpyHeader.read(file).shape().get(0)));
    }

    private static boolean writes(Session session, String file) {
        return writes(session.run().manifest(), file);
    }

    private static boolean writes(Manifest manifest, String file) {
        return manifest.step(Step.FEATURES).filter(done -> done.writes(file)).isPresent();
    }

    /** Opens the two factors of gradient features. */
    public static Features gradients(Path folder, Threads threads) {
        return new GradientFactors(
                Npy.mapFloats(folder.resolve(RunFiles.LOGIT_GRADIENTS)),
                Npy.mapFloats(folder.resolve(RunFiles.EMBEDDINGS)),
                threads);
    }
}
