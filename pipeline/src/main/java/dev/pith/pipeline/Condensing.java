package dev.pith.pipeline;

import dev.pith.data.Source;
import dev.pith.pipeline.condense.CondenseSettings;
import dev.pith.pipeline.condense.CondenseStep;
import dev.pith.pipeline.condense.CondensedEvaluation;
import dev.pith.pipeline.condense.CondensedEvaluationSettings;
import dev.pith.pipeline.condense.CondensedEvaluationStep;
import dev.pith.pipeline.condense.CondensedImages;
import dev.pith.pipeline.condense.ExpertSettings;
import dev.pith.pipeline.condense.ExpertsStep;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.train.TestImages;
import dev.pith.torch.condense.Condensation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A few learned images in place of many real ones, and what they are worth. What is not set, or set to null, is as the
 * command {@code pith condense} has it.
 */
public final class Condensing extends SourceWork<Condensing.Condensed> {
    private final CondenseSettings settings;
    private CondensedEvaluationSettings evaluation = CondensedEvaluationSettings.DEFAULT;
    private @Nullable String test;
    private OnError onError = OnError.FAIL;
    private @Nullable Path experts;
    private @Nullable Integer saveEvery;

    private Condensing(SourceReference source, CondenseSettings settings) {
        super(source);
        this.settings = settings;
    }

    /** What was condensed, and what it is worth. */
    public record Condensed(CondensedImages images, CondensedEvaluation evaluation) {}

    /**
     * Begins with a source.
     *
     * @param source a path, or the name of a built-in data set
     */
    public static Condensing of(String source, CondenseSettings settings) {
        return of(SourceReference.of(source), settings);
    }

    /** Begins with a source that is opened with options. */
    public static Condensing of(SourceReference source, CondenseSettings settings) {
        return new Condensing(source, settings);
    }

    /** Sets how the images are evaluated. */
    public Condensing evaluation(CondensedEvaluationSettings how) {
        evaluation = how;
        return this;
    }

    /** Sets what networks are tested on; the test part of a data set that comes in two if not set. */
    public Condensing test(@Nullable String other) {
        test = other;
        return this;
    }

    /** Sets what is done with images that cannot be read. */
    public Condensing onError(OnError what) {
        onError = what;
        return this;
    }

    /**
     * Sets the run whose experts students follow, or which teach. If not set, this run's: where it has none, as
     * many are trained first as {@link ExpertSettings} says.
     */
    public Condensing experts(@Nullable Path run) {
        experts = run;
        return this;
    }

    /**
     * Sets after how many iterations is saved what a killed condensation goes on from; about every minute if not set.
     */
    public Condensing saveEvery(@Nullable Integer iterations) {
        saveEvery = iterations;
        return this;
    }

    @Override
    public Condensed perform(Session session, Source opened) {
        if (experts != null && !settings.condensation().needsExperts()) {
            throw new IllegalArgumentException("`trajectories` is for mtt and ftd, and for `soft-labels teacher`, got "
                    + settings.condensation().method());
        }
        session.about(opened, source);
        try (Source testImages = TestImages.require(session, test)) {
            EvaluationImages images = EvaluationImages.open(
                    session,
                    opened,
                    testImages,
                    evaluation.networks(settings.condensation().network()),
                    settings.whiten(),
                    onError == OnError.SKIP);
            Condensation condensation = settings.condensation();
            if (condensation.needsExperts() && experts == null) {
                new ExpertsStep(session, images.source(), ExpertSettings.usual(settings), saveEvery).perform();
            }
            CondensedImages condensed =
                    new CondenseStep(session, opened, images.source(), settings, experts, saveEvery).perform();
            return new Condensed(
                    condensed,
                    new CondensedEvaluationStep(
                                    session, opened, images, condensed.settings(), experts, evaluation, onError)
                            .perform());
        }
    }
}
