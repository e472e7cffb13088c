package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Session;
import dev.pith.score.ScoreTable;
import java.util.Optional;

/**
 * Scores samples by the training of the network behind the features: the step {@code network}, which looks at all
 * samples on the way, and {@code features}, which rests on it. A run whose features come from elsewhere (pixels, given
 * weights) keeps them, and gets the network for its scores alone.
 */
public final class ScoresStep {
    private final Session session;
    private final Source source;
    private final FeatureSettings network;
    private final ScoreSettings scores;

    /**
     * Prepares.
     *
     * @param network to train, see {@link FeatureSettings#trained}; its epochs are those of the scores, and features
     *     take of it what those of the run do, if it has any
     */
    public ScoresStep(Session session, Source source, FeatureSettings network, ScoreSettings scores) {
        this.session = session;
        this.source = source;
        this.network = network.epochs(scores.epochs());
        this.scores = scores;
    }

    /** Returns the network that a run has, or {@code usual} when its features come from elsewhere. */
    public static FeatureSettings networkOf(Session session, FeatureSettings usual) {
        return RunFeatures.settings(session).filter(FeatureSettings::trains).orElse(usual);
    }

    /**
     * Refuses a source whose samples no training can score, before there is a run.
     *
     * @throws PithException when it holds no images, or has no labels of two classes
     */
    public static void require(Source source) {
        obstacle(source).ifPresent(what -> {
            throw new PithException(source.name() + ": " + what);
        });
    }

    /** Returns why no training can score the samples of a source, if none can. */
    public static Optional<String> obstacle(Source source) {
        if (source instanceof FeatureSource || source instanceof RecordSource) {
            return Optional.of("holds no images, and scores come from a network that is trained on images");
        }
        if (source.labels().isEmpty()) {
            return Optional.of("has no labels, and scores need labels; give a file of them with `labels`");
        }
        return FeatureSettings.teaches(source)
                ? Optional.empty()
                : Optional.of("has samples of one class, and scores tell how sure a network is of one class among"
                        + " several");
    }

    /** Returns the scores, made now or before. */
    public ScoreTable perform() {
        require(source);
        Optional<FeatureSettings> features = RunFeatures.settings(session);
        if (features.isEmpty() || features.get().trains()) {
            new FeaturesStep(session, source, features.map(network::takenAs).orElse(network), scores).perform();
        } else {
            new NetworkStep(session, source, new FeatureImages(session, source, network), network, scores)
                    .performAlone();
        }
        return RunScores.open(session);
    }
}
