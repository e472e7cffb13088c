package dev.pith.pipeline;

import dev.pith.PithException;
import dev.pith.data.BoxSource;
import dev.pith.data.Fingerprint;
import dev.pith.data.MaskSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.evaluate.EvaluateStep;
import dev.pith.pipeline.evaluate.Evaluated;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.evaluate.RunSelections;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.evaluate.SweptSelections;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.RunSoftLabels;
import dev.pith.pipeline.pixels.RebuiltSelection;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.train.TestImages;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.Teacher;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.Networks;
import dev.pith.torch.train.SoftLabels;
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
    private @Nullable Double temperature;

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
     * Sets that everything is trained once more on what a network says in place of labels: the one behind the features,
     * of several runs that of the first.
     *
     * @param value of {@link SoftLabels}; null for labels alone
     * @throws IllegalArgumentException when it is not a positive number
     */
    public SelectionEvaluation softLabels(@Nullable Double value) {
        if (value != null) {
            SoftLabels.requireTemperature(value);
        }
        temperature = value;
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
        requireLabels(opened);
        methods.requireFits(conditions.seeds());
        methods.requireFits(opened);
        session.about(opened, Objects.requireNonNull(source));
        SweptSelections swept = new SweptSelections(methods, opened, conditions.seeds());
        FeatureKind kind = kind(methods);
        return evaluate(session, opened, false, List.of(), () -> swept.ofSource(session, kind))
                .after(swept.choices());
    }

    /** A teacher has to be trained even where nothing is compared by it. */
    private FeatureKind kind(Sweep methods) {
        FeatureKind kind = methods.ofSource();
        if (temperature == null || kind != FeatureKind.PIXELS) {
            return kind;
        }
        if (methods.features() != null) {
            throw new IllegalArgumentException(
                    "`soft-labels` are of the network that makes features, and `features pixels` needs none");
        }
        return FeatureKind.EMBEDDING;
    }

    private Evaluated performOfRuns(Session session, RunSelections runs) {
        SourceReference reference = SourceReference.of(runs.samples());
        try (Source opened = reference.reopen(session.messages())) {
            session.about(opened, reference);
            return evaluate(session, opened, runs.skip(), runs.rebuilt(), runs::candidates);
        }
    }

    private Evaluated performOfRun(Session session, Sweep methods) {
        methods.requireFits(conditions.seeds());
        String remedy = "pith features SOURCE -o " + session.run().directory();
        String onError =
                session.run().require(Step.FEATURES, remedy).configuration().get("on-error");
        boolean skip = OnError.SKIP.toString().equals(onError);
        methods.requireHeld(session);
        try (Source opened = session.reopenSource()) {
            SweptSelections swept = new SweptSelections(methods, opened, conditions.seeds());
            if (temperature != null) {
                RunSoftLabels.of(session.run().directory());
            }
            return evaluate(session, opened, skip, List.of(), () -> swept.ofRun(session))
                    .after(swept.choices());
        }
    }

    private static void requireLabels(Source opened) {
        if (opened instanceof RecordSource) {
            throw new PithException(
                    opened.name() + ": holds records of text, which a language model learns: name one with `model`");
        }
        if (opened.labels().isEmpty() && opened instanceof BoxSource) {
            throw new PithException(opened.name() + ": holds images with boxes, which are for a detector of yours"
                    + " (export them `to coco` or `to yolo`); to evaluate by labels of whole images give a file of them"
                    + " with `labels`");
        }
        if (opened.labels().isEmpty() && !(opened instanceof MaskSource)) {
            throw new PithException(
                    opened.name() + ": has no labels, and without them nothing can be learned or judged;"
                            + " give a file of them with `labels`");
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
        requireLabels(opened);
        boolean masked = opened instanceof MaskSource;
        try (Source testImages = TestImages.require(session, test)) {
            EvaluationImages images = opened instanceof MaskSource masks
                    ? EvaluationImages.openMasked(session, masks, testImages, skip)
                    : EvaluationImages.open(session, opened, testImages, conditions.networks(), false, skip);
            Conditions resolved = conditions.networks(
                    name -> session.fullName(name, images.source().shape()));
            requireNetworksFor(masked, resolved.networks());
            if (masked) {
                session.note("accuracy is the mean over the classes of intersection over union");
            }
            EvaluateStep.Part part = new EvaluateStep.Part(candidates.get(), resolved);
            return new EvaluateStep(session, images, List.of(part), rebuilt, teacher(session, images.source()))
                    .perform();
        }
    }

    private @Nullable Teacher teacher(Session session, ImageSet images) {
        if (temperature == null) {
            return null;
        }
        RunSoftLabels found =
                selections == null ? RunSoftLabels.of(session.run().directory()) : selections.softLabels();
        return new Teacher(
                SoftLabels.read(found.file(), images.size(), images.classes(), temperature),
                Fingerprint.ofFiles(List.of(found.file())),
                found.seconds());
    }
}
