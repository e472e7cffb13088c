package dev.pith.pipeline.choice;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.quantize.Classes;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

/**
 * What stands in the way of a choice between methods on held-out samples. Where nothing is said of how to select,
 * samples are ranked by {@link SelectSettings#usualMethod} then, and the user hears why.
 */
public final class ChoiceObstacle {
    /** Of fewer samples of a class none is held out. */
    private static final int LEAST = (int) Math.ceil(0.5 / ChoiceSettings.HELD_OUT);

    private ChoiceObstacle() {}

    /** Returns what is in the way before anything is made of a source, as a sentence without its end. */
    public static Optional<String> of(Source source, FeatureSettings features, SelectSettings settings) {
        Optional<String> obstacle = of(source, settings);
        if (obstacle.isEmpty() && features.from() != null) {
            return Optional.of("features were made elsewhere, and methods are tried by the scores of a network that is"
                    + " trained here, by pith scores RUN");
        }
        return obstacle.isPresent() || features.choice() != FeatureKind.PIXELS ? obstacle : ofPixels();
    }

    /**
     * Insists that nothing is in the way, where a choice is asked for.
     *
     * @throws PithException saying what is
     */
    public static void refuse(Source source, FeatureSettings features, SelectSettings settings) {
        of(source, features, settings).ifPresent(reason -> {
            throw refused(reason);
        });
    }

    /** Insists likewise of a run that has features. */
    public static void refuse(Session session, Source source, SelectSettings settings) {
        of(session, source, settings).ifPresent(reason -> {
            throw refused(reason);
        });
    }

    private static PithException refused(String reason) {
        return new PithException("`method auto` cannot try methods: " + reason + "; name a method");
    }

    /** Returns what is in the way of a run that has features. */
    public static Optional<String> of(Session session, Source source, SelectSettings settings) {
        Optional<String> obstacle = of(source, settings);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        if (RunFeatures.settings(session)
                .filter(features -> features.choice() == FeatureKind.PIXELS)
                .isPresent()) {
            return ofPixels();
        }
        if (!RunScores.areInRun(session)) {
            return Optional.of(session.run().directory() + " has no scores of its samples, which pith scores "
                    + session.run().directory() + " makes");
        }
        return ofClasses(source.labels().orElseThrow(), RunSamples.unusable(session), settings);
    }

    private static Optional<String> of(Source source, SelectSettings settings) {
        Optional<String> obstacle = ScoresStep.obstacle(source);
        if (obstacle.isPresent()) {
            return obstacle.map(what -> source.name() + " " + what);
        }
        if (!ChoiceSettings.isTried(settings)) {
            return Optional.of("methods are tried as they are, class by class, and more is said of how to rank");
        }
        Labels labels = source.labels().orElseThrow();
        return ofClasses(labels, labels.unlabelled(), settings);
    }

    private static Optional<String> ofPixels() {
        return Optional.of("pixels are compared, and methods are tried on what a network makes of images");
    }

    private static Optional<String> ofClasses(Labels labels, BitSet excluded, SelectSettings settings) {
        Classes classes = Classes.byLabel(labels.values(), excluded);
        for (int c = 0; c < classes.count(); c++) {
            int size = classes.ids()[c].length;
            if (size < LEAST) {
                String name = labels.names().isEmpty()
                        ? Long.toString(classes.labels()[c])
                        : labels.names().get((int) classes.labels()[c]);
                return Optional.of(String.format(
                        Locale.ROOT,
                        "class %s has %d sample%s, and of fewer than %d none can be held out",
                        name,
                        size,
                        size == 1 ? "" : "s",
                        LEAST));
            }
        }
        int total = classes.total();
        int remaining = total - ChoiceSettings.heldOut(total);
        int wanted = settings.budget().of(total);
        return wanted < remaining
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%,d of %,d samples are wanted, and when some are held out %,d remain",
                        wanted,
                        total,
                        remaining));
    }
}
