package dev.pith.pipeline;

import dev.pith.PithException;
import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.pipeline.evaluate.EvaluateStep;
import dev.pith.pipeline.evaluate.Evaluated;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.evaluate.RunSelections;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.pixels.RebuiltSelection;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.train.TestImages;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.network.Networks;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What selections are worth: networks trained on them, on random samples of the same size and class balance, and on
 * everything. What is not set, or set to null, is as the command {@code pith evaluate} has it.
 *
 * <pre>{@code
 * // Reads the runs, so it comes before one of them is open.
 * SelectionEvaluation evaluation = SelectionEvaluation.ofRuns(List.of(first, second));
 * try (Session session = Session.open(first, Messages.NONE)) {
 *     List<Row> rows = evaluation.test("photos/test").perform(session).rows();
 * }
 * }</pre>
 */
public final class SelectionEvaluation {
    private final @Nullable RunSelections selections;
    private final @Nullable SourceReference source;
    private final @Nullable Sweep sweep;
    private Conditions conditions = Conditions.DEFAULT;
    private @Nullable String test;

    private SelectionEvaluation(
            @Nullable RunSelections selections, @Nullable SourceReference source, @Nullable Sweep sweep) {
        this.selections = selections;
        this.source = source;
        this.sweep = sweep;
    }

    /**
     * Begins with the selections of runs from one source; the session is then on the run that gets the table, one of
     * these or another.
     *
     * @param runs none of them open
     * @throws PithException when one holds no selection, or one from other samples than the first
     */
    public static SelectionEvaluation ofRuns(List<Path> runs) {
        return new SelectionEvaluation(RunSelections.read(runs), null, null);
    }

    /** Begins with selections by several methods from the features of the run that the session is on. */
    public static SelectionEvaluation ofRun(Sweep sweep) {
        return new SelectionEvaluation(null, null, sweep);
    }

    /** Begins with selections by several methods from a source, whose features then are the first step of the run. */
    public static SelectionEvaluation of(SourceReference source, Sweep sweep) {
        return new SelectionEvaluation(null, source, sweep);
    }

    /** Sets how is trained. */
    public SelectionEvaluation conditions(Conditions how) {
        conditions = how;
        return this;
    }

    /** Sets what networks are tested on; the test part of a data set that comes in two if not set. */
    public SelectionEvaluation test(@Nullable String other) {
        test = other;
        return this;
    }

    /**
     * Trains what is not trained yet and makes the table.
     *
     * @throws IllegalArgumentException when the settings do not suit the source
     * @throws PithException when the source, the run or the machine does not allow it
     */
    public Evaluated perform(Session session) {
        if (selections != null) {
            return performOfRuns(session, selections);
        }
        if (source == null) {
            return performOfRun(session, Objects.requireNonNull(sweep));
        }
        try (Source opened = source.open(session.messages())) {
            return perform(session, opened);
        }
    }

    /**
     * Does likewise with selections from a source that is opened already.
     *
     * @param opened what the reference names; closed by the caller
     */
    public Evaluated perform(Session session, Source opened) {
        Sweep methods = Objects.requireNonNull(sweep);
        session.about(opened, Objects.requireNonNull(source));
        return evaluate(session, opened, false, List.of(), () -> {
            FeatureKind kind = methods.ofSource();
            FeatureSettings features = kind == FeatureKind.PIXELS
                    ? FeatureSettings.pixels(OnError.FAIL)
                    : FeatureSettings.trained(kind, FeatureTraining.EPOCHS, methods.seed());
            new FeaturesStep(session, opened, features).perform();
            return methods.candidates(session);
        });
    }

    private Evaluated performOfRuns(Session session, RunSelections runs) {
        SourceReference reference = SourceReference.of(runs.samples());
        try (Source opened = reference.reopen(session.messages())) {
            session.about(opened, reference);
            return evaluate(session, opened, runs.skip(), runs.rebuilt(), runs::candidates);
        }
    }

    private Evaluated performOfRun(Session session, Sweep methods) {
        String remedy = "pith features SOURCE -o " + session.run().directory();
        String onError =
                session.run().require(Step.FEATURES, remedy).configuration().get("on-error");
        boolean skip = OnError.SKIP.toString().equals(onError);
        try (Source opened = session.reopenSource()) {
            methods.kinds(session); // refuses features that say nothing of images
            return evaluate(session, opened, skip, List.of(), () -> methods.candidates(session));
        }
    }

    private static void requireNetworksFor(boolean masked, List<String> networks) {
        for (String network : networks) {
            if (Networks.isOfPixels(network) != masked) {
                throw new PithException(
                        masked
                                ? network
                                        + " gives an image one class, and masks have one for every pixel; choose unet or"
                                        + " lraspp with `net`"
                                : network
                                        + " gives every pixel a class, and labels are of whole images; choose another with"
                                        + " `net`");
            }
        }
    }

    /** Says what cannot be before selections are made. */
    private Evaluated evaluate(
            Session session,
            Source opened,
            boolean skip,
            List<RebuiltSelection> rebuilt,
            Supplier<List<Candidate>> candidates) {
        boolean masked = opened instanceof MaskSource;
        if (opened.labels().isEmpty() && !masked) {
            throw new PithException(
                    opened.name() + ": has no labels, and without them nothing can be learned or judged;"
                            + " give a file of them with `labels`");
        }
        try (Source testImages = TestImages.require(session, test)) {
            EvaluationImages images = opened instanceof MaskSource masks
                    ? EvaluationImages.openMasked(session, masks, testImages, skip)
                    : EvaluationImages.open(session, opened, testImages, conditions.networks(), skip);
            Conditions resolved = conditions.networks(
                    name -> session.fullName(name, images.source().shape()));
            requireNetworksFor(masked, resolved.networks());
            if (masked) {
                session.note("accuracy is the mean over the classes of intersection over union");
            }
            EvaluateStep.Part part = new EvaluateStep.Part(candidates.get(), resolved);
            return new EvaluateStep(session, images, List.of(part), rebuilt).perform();
        }
    }
}
