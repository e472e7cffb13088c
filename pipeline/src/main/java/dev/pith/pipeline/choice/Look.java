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
import dev.pith.torch.feature.NetworkFeatures;
import dev.pith.torch.feature.ScoreTraining;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a network shows that was trained on what is not held out, as the run's was on all.
 *
 * @param features of the kind of the run's; those of the run itself when they come from elsewhere; to be closed
 * @param accuracy on what is held out, from 0 to 1
 */
record Look(ScoreTable scores, Features features, double accuracy) {
    /** How the network is trained. */
    record Training(ImageSet images, String network, ScoreSettings scores, long seed) {}

    /**
     * Trains and looks.
     *
     * @param pool ids that are trained on, ascending
     * @param folder where files are that the features rest on
     */
    static Look of(Session session, Training training, int[] pool, int[] heldOut, Path folder) {
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
            return new Look(table, features(session, network, folder), accuracy);
        }
    }

    private static Features features(Session session, NetworkFeatures network, Path folder) {
        FeatureSettings ofRun = RunFeatures.settings(session).orElseThrow();
        if (!ofRun.trains()) {
            return RunFeatures.open(session);
        }
        Path embeddings = folder.resolve(RunFiles.EMBEDDINGS);
        if (ofRun.choice() == FeatureKind.GRADIENT) {
            network.gradients(ofRun.loss(), folder.resolve(RunFiles.LOGIT_GRADIENTS), embeddings);
            return RunFeatures.gradients(folder, session.threads());
        }
        if (ofRun.choice() == FeatureKind.LOGITS) {
            network.logits(embeddings);
        } else {
            network.embeddings(embeddings);
        }
        return new DenseFeatures(Npy.mapFloats(embeddings), session.threads());
    }

    /** Deletes a folder with the files of a look. */
    static void delete(Path folder) throws IOException {
        for (String file : List.of(RunFiles.NETWORK, RunFiles.EMBEDDINGS, RunFiles.LOGIT_GRADIENTS)) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }
}
