package dev.pith.cli;

import dev.pith.data.Source;
import dev.pith.sample.Budget;
import dev.pith.torch.feature.FeatureTraining;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith train}: a network from a source, a selection of it, or a synthetic set. */
@Command(
        name = "train",
        description = {
            "Trains a network on a source, or on a selection of it, and tests it.",
            "The test set is the other part of a data set that comes in two, --test, or --holdout."
        },
        footer = {
            "",
            "Example: on a tenth of a folder of images, leaving out what is learned already",
            "  pith train photos/train --selection runs/photos --test photos/test --net resnet18 --infobatch"
                    + " -o runs/resnet"
        })
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            description = "The network, such as resnet18, vit-small or convnet-width64 (default: what --weights say,"
                    + " else " + FeatureTraining.NETWORK + ", which looks at images of up to 64 pixels).")
    private @Nullable String net;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Weights to start from: .safetensors or .pth (default: random).")
    private @Nullable Path weights;

    @Option(
            names = "--selection",
            paramLabel = "RUN|FILE",
            arity = "1..*",
            description =
                    "Train on what these runs selected, or on the ids in these .npy files, for example some bins.")
    private List<Path> selections = List.of();

    @Option(
            names = "--synthetic",
            paramLabel = "FILE",
            description =
                    "Train on the images of an .npz in place of the source's: images (m, c, h, w), labels, mean, std.")
    private @Nullable Path synthetic;

    @Option(names = "--test", paramLabel = "SOURCE", description = "What the network is tested on, once, at the end.")
    private @Nullable String test;

    @Option(
            names = "--holdout",
            paramLabel = "HOW-MANY",
            description =
                    "Test on a part of the source that is not trained on, drawn class by class: 10%%, 0.1 or a count.")
    private @Nullable Budget holdout;

    @Mixin
    private RecipeOptions recipe;

    @Mixin
    private PruningOptions pruning;

    @Option(
            names = "--save-every",
            paramLabel = "EPOCHS",
            description = "How often to save what a killed training goes on from (default: at most once a minute).")
    private @Nullable Integer saveEvery;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = "1",
            description =
                    "Processes of this machine that train together, each on its part of every batch, with an equal"
                            + " share of the threads (default: ${DEFAULT-VALUE}).")
    private int workers;

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
        check();
        try (Source source = sourceArguments.open(common)) {
            return train(source, TrainingSamples.of(source, selections, synthetic, common));
        }
    }

    private int train(Source source, TrainingSamples chosen) {
        try (TestSource tests =
                TestSource.open(sourceArguments, source, chosen.ids(), test, holdout, seed.value(), common)) {
            TrainingSamples samples = chosen.without(tests.heldOut());
            TrainConfiguration configuration = new TrainConfiguration(
                    net,
                    weights,
                    samples,
                    tests,
                    recipe,
                    recipe.recipe(samples.size(), source.size(), seed.value()),
                    pruning,
                    onError.value(),
                    workers);
            if (workers > configuration.recipe().batch()) {
                throw new IllegalArgumentException("--workers must be at most the samples of a batch, "
                        + configuration.recipe().batch() + ", got " + workers);
            }
            Optional<WorkerRole> role = WorkerRole.ofThisProcess();
            if (role.isPresent()) {
                return work(role.get(), source, configuration);
            }
            try (Session session = Session.open(runOption.directory(), common, work, seed.value())) {
                session.about(source, sourceArguments.lastingName(), sourceArguments.remember());
                if (tests.note() != null) {
                    session.note(tests.note());
                }
                new TrainStep(session, source, configuration, saveEvery, common.words()).perform();
                new TrainSummary(runOption.directory(), session).print(common);
            }
        }
        return 0;
    }

    private int work(WorkerRole role, Source source, TrainConfiguration configuration) {
        role.endWithParent();
        Map<String, String> decides = new LinkedHashMap<>(configuration.toMap());
        decides.putAll(sourceArguments.remember());
        try (Session session = Session.ofWorker(runOption.directory(), common, work, workers)) {
            return new TrainWorker(role, session, source, configuration, decides, saveEvery, common.out()).train();
        }
    }

    private void check() {
        if (workers < 1) {
            throw new IllegalArgumentException("--workers must be at least 1, got " + workers);
        }
        pruning.check(recipe.inSteps(), synthetic != null);
        if (synthetic != null && !selections.isEmpty()) {
            throw new IllegalArgumentException("--selection is of the source, not of --synthetic; give one");
        }
        if (synthetic != null && holdout != null) {
            throw new IllegalArgumentException("--holdout is of the source; with --synthetic, test on --test");
        }
        if (test != null && holdout != null) {
            throw new IllegalArgumentException("--test and --holdout both say what to test on; give one");
        }
        if (saveEvery != null && saveEvery < 1) {
            throw new IllegalArgumentException("--save-every must be at least 1, got " + saveEvery);
        }
    }
}
