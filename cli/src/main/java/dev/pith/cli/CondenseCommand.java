package dev.pith.cli;

import dev.pith.data.Source;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.Loops;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith condense}: a few learned images in place of many real ones. */
@Command(
        name = "condense",
        description = {
            "Learns a few images per class such that networks trained on them do as well as possible, and compares them with as"
                    + " many real images: random ones, and those that herding and facility location choose.",
            "Images and what happened are saved while it goes on: a command that was stopped goes on to the same images."
        },
        footer = {
            "",
            "Example: one image per class in a few minutes",
            "  pith condense fashion-mnist-mini --method dm --ipc 1 --net convnet-width32 --iterations 500 -o runs/condensed"
        })
final class CondenseCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

    @Mixin
    private CondenseOptions options;

    @Option(
            names = "--steps",
            paramLabel = "COUNT",
            defaultValue = "1",
            description =
                    "Continual learning: condense groups of classes one after another, and judge after each by the"
                            + " classes so far (default: ${DEFAULT-VALUE}, all at once).")
    private int steps;

    @Option(
            names = "--save-every",
            paramLabel = "ITERATIONS",
            description = "How often to save what a killed command goes on from (default: at most once a minute).")
    private @Nullable Integer saveEvery;

    @Mixin
    private WorthOptions worth;

    @Mixin
    private TestOptions testOptions;

    @Mixin
    private SeedOption seed;

    @Mixin
    private OnErrorOption onError;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        options.condensation(options.network(), seed.value()); // says no before anything is opened
        CondensedEvaluationSettings evaluation = worth.settings();
        if (steps < 1) {
            throw new IllegalArgumentException("--steps must be at least 1, got " + steps);
        }
        if (saveEvery != null && saveEvery < 1) {
            throw new IllegalArgumentException("--save-every must be at least 1, got " + saveEvery);
        }
        try (Source source = sourceArguments.open(common);
                Session session = common.open(runOption.directory(), work, seed.value())) {
            session.about(source, sourceArguments.reference());
            try (Source test = testOptions.open(session.samples(), session.messages())) {
                boolean skip = onError.value() == OnError.SKIP;
                ComparisonImages images =
                        ComparisonImages.open(session, source, test, evaluation.networks(options.network()), skip);
                condense(session, source, images, evaluation);
            }
        }
        return 0;
    }

    private void condense(
            Session session, Source source, ComparisonImages images, CondensedEvaluationSettings evaluation) {
        String network = session.fullName(options.network(), images.source().shape());
        Condensation plan = options.condensation(network, seed.value());
        if (options.interpolates()) {
            Loops loops = plan.loops();
            session.note(
                    "the papers give no loops for " + plan.imagesPerClass() + " images per class; between those they"
                            + " give lie " + loops.outer() + " outer and " + loops.inner() + " inner ones");
        }
        CondenseStep step = new CondenseStep(
                session,
                images.source(),
                plan,
                options.start(),
                options.start().selected(source),
                new CondenseStep.Course(steps, saveEvery));
        step.perform();
        new WorthStep(session, source, images, plan, evaluation, seed.value(), onError.value()).perform();
        new CondenseSummary(runOption.directory(), session, images).print(common);
    }
}
