package dev.pith.pipeline.choice;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.score.ScoreTable;
import dev.pith.torch.feature.FeatureNetwork;
import dev.pith.torch.feature.LogitGradient;
import dev.pith.torch.feature.NetworkFeatures;
import dev.pith.torch.feature.ScoreTraining;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a network shows that was trained on what is not held out, as the run's was on all.
 *
 * @param kind what methods compare samples by; null for the run's own features
 * @param own whether the network makes the features; else they are the run's
 * @param folder of the files that its own features rest on
 * @param accuracy on what is held out, from 0 to 1
 */
record Look(ScoreTable scores, @Nullable FeatureKind kind, boolean own, Path folder, double accuracy) {
    /** How the network is trained. */
    record Training(ImageSet images, String network, ScoreSettings scores, long seed) {}

    /**
     * Trains and looks.
     *
     * @param pool ids that are trained on, ascending
     * @param folder where files are that the features rest on
     */
    static Look of(
            Session session, Training training, @Nullable FeatureKind kind, int[] pool, int[] heldOut, Path folder) {
        ImageSet images = training.images();
        ScoreSettings scores = training.scores();
        Path file = folder.resolve(RunFiles.NETWORK);
        ScoreTable table;
        try (TaskProgress progress = session.progress("training " + training.network() + " on what is not held out")) {
            table = new ScoreTraining(
                            training.network(),
                            images,
                            pool,
                            scores.epochs(),
                            training.seed(),
                            session.threads(),
                            progress)
                    .train(scores.scorers(), scores.unseen(), file)
                    .scores();
        }
        try (FeatureNetwork trained = FeatureNetwork.open(file, null, options -> images, session::note);
                TaskProgress progress = session.progress("looking at images")) {
            LabelledImages test = LabelledImages.of(images, heldOut);
            double accuracy = Evaluation.of(trained.network(), test, session.threads(), progress)
                    .accuracy();
            NetworkFeatures network = new NetworkFeatures(trained.network(), images, session.threads(), progress);
            FeatureSettings ofRun = RunFeatures.settings(session).orElseThrow();
            boolean own = kind != null && ofRun.trains();
            if (kind != null && own) {
                write(kind, ofRun.loss(), network, folder);
            }
            return new Look(table, kind, own, folder, accuracy);
        }
    }

    private static void write(FeatureKind kind, LogitGradient loss, NetworkFeatures network, Path folder) {
        Path embeddings = folder.resolve(RunFiles.EMBEDDINGS);
        switch (kind) {
            case GRADIENT -> network.gradients(loss, folder.resolve(RunFiles.LOGIT_GRADIENTS), embeddings);
            case LOGITS -> network.logits(embeddings);
            default -> network.embeddings(embeddings);
        }
    }

    /** Opens features of the kind of the run's; those of the run itself where no network is trained for them. */
    Features features(Session session) {
        if (kind == null) {
            return RunFeatures.open(session);
        }
        if (!own) {
            return RunFeatures.open(session, kind);
        }
        return kind == FeatureKind.GRADIENT
                ? RunFeatures.gradients(folder, session.threads())
                : new DenseFeatures(Npy.mapFloats(folder.resolve(RunFiles.EMBEDDINGS)), session.threads());
    }

    /** Deletes a folder with the files of a look. */
    static void delete(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
