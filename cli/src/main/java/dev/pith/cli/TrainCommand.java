package dev.pith.cli;

import dev.pith.cli.console.TrainSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.OnErrorOption;
import dev.pith.cli.option.PruningOptions;
import dev.pith.cli.option.RecipeOptions;
import dev.pith.cli.option.RunOption;
import dev.pith.cli.option.SaveEveryOption;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SoftLabelOptions;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.Training;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.train.ProcessRole;
import dev.pith.pipeline.train.TaskKind;
import dev.pith.pipeline.train.TrainSettings;
import dev.pith.pipeline.train.Trained;
import dev.pith.sample.Budget;
import dev.pith.torch.feature.FeatureTraining;
import java.nio.file.Path;
import java.util.List;
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
            "  pith train photos/train --selection runs/photos --test photos/test --infobatch -o runs/trained"
        })
final class TrainCommand implements Callable<Integer> {
    @Mixin
    private SourceArguments sourceArguments;

    @Mixin
    private RunOption runOption;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            defaultValue = TaskKind.DEFAULT,
            description = "What is learned: classification of images; segmentation, the class of every pixel, from a"
                    + " folder of images and masks; or diffusion, to make images (default: ${DEFAULT-VALUE}).")
    private TaskKind task;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            description = "The network, such as resnet18, vit-small or convnet-width64, of segmentation unet, lraspp,"
                    + " fcn_resnet50 or deeplabv3_resnet50, of diffusion unet2d-width16 (default: that of --weights,"
                    + " else "
                    + FeatureTraining.NETWORK
                    + ", which looks at images of up to 64 pixels, unet, or unet2d).")
    private @Nullable String net;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Weights to start from, safetensors or pth, of diffusion a folder as diffusers writes it"
                    + " (default: random ones).")
    private @Nullable Path weights;

    @Option(
            names = "--backbone",
            paramLabel = "RUN|FILE",
            description =
                    "A network, of a run of pith train or from a file, whose layers before the last are started from;"
                            + " of segmentation its classifier's: unet-encoder for unet, torchvision-resnet50 or"
                            + " torchvision-mobilenet-v3-large for the others (default: random ones).")
    private @Nullable Path backbone;

    @Option(
            names = "--selection",
            paramLabel = "RUN|FILE",
            arity = "1..*",
            description =
                    "Train on what these runs selected, or on the ids in these npy files, such as some bins (default:"
                            + " on all samples).")
    private List<Path> selections = List.of();

    @Option(
            names = "--synthetic",
            paramLabel = "FILE",
            description =
                    "Train on the images of an npz in place of those of the source: images (m, c, h, w), labels, mean,"
                            + " std.")
    private @Nullable Path synthetic;

    @Mixin
    private SoftLabelOptions softLabels;

    @Option(
            names = "--test",
            paramLabel = "SOURCE",
            description =
                    "Labelled images to test the network on, once, at the end (default: the test part of a data set"
                            + " that comes in two).")
    private @Nullable String test;

    @Option(
            names = "--holdout",
            paramLabel = "HOW-MANY",
            description =
                    "Test on a part of the source that is then not trained on, drawn class by class: a share (10%%,"
                            + " 0.1) or a count.")
    private @Nullable Budget holdout;

    @Mixin
    private RecipeOptions recipe;

    @Mixin
    private PruningOptions pruning;

    @Mixin
    private SaveEveryOption saveEvery;

    @Option(
            names = "--workers",
            paramLabel = "COUNT",
            defaultValue = TrainSettings.DEFAULT_WORKERS,
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
        Training training = Training.of(sourceArguments.reference())
                .task(task)
                .net(net)
                .backbone(backbone)
                .weights(weights)
                .selections(selections)
                .synthetic(synthetic)
                .softLabels(softLabels.settings())
                .test(test)
                .holdout(holdout)
                .recipe(recipe.settings(task.optimizer()))
                .pruning(pruning.settings())
                .onError(onError.value())
                .seed(seed.value())
                .saveEvery(saveEvery.value())
                .workers(workers, common.launcher());
        training.check();
        try (Source source = sourceArguments.open(common)) {
            Optional<ProcessRole> role = ProcessRole.ofThisProcess();
            if (role.isPresent()) {
                return training.work(
                        role.get(),
                        runOption.directory(),
                        work.settings(),
                        common.messages(),
                        source,
                        common.console().out());
            }
            try (Session session = common.open(runOption.directory(), work, seed.value())) {
                Trained trained = training.perform(session, source);
                new TrainSummary(runOption.directory(), session, trained).print(common.console());
            }
        }
        return 0;
    }
}
