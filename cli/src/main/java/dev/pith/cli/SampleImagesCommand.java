package dev.pith.cli;

import dev.pith.cli.console.GeneratedSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.RunArgument;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.WorkOptions;
import dev.pith.pipeline.generate.GenerateSettings;
import dev.pith.pipeline.generate.GenerateStep;
import dev.pith.pipeline.generate.Generated;
import dev.pith.pipeline.session.Session;
import dev.pith.torch.diffusion.ImageMaker;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith sample-images}: images that a trained network makes. */
@Command(
        name = "sample-images",
        description = {
            "Lets a network of pith train --task diffusion make images: a picture and an npz in the run.",
            "With --judge, a classifier says how far they are from real ones."
        },
        footer = {
            "",
            "Example: a thousand images, judged by a classifier that was trained on everything",
            "  pith sample-images runs/made --images 1000 --judge runs/classifier"
        })
final class SampleImagesCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Option(
            names = "--images",
            paramLabel = "COUNT",
            defaultValue = GenerateSettings.DEFAULT_IMAGES,
            description = "Images to make, as many of each class (default: ${DEFAULT-VALUE}).")
    private int images;

    @Option(
            names = "--sampler",
            paramLabel = "NAME",
            defaultValue = GenerateSettings.DEFAULT_SAMPLER,
            description = "How: ddim, straight, for few steps, or ddpm, with new noise in each (default:"
                    + " ${DEFAULT-VALUE}).")
    private ImageMaker.Method sampler;

    @Option(
            names = "--sampling-steps",
            paramLabel = "COUNT",
            defaultValue = GenerateSettings.DEFAULT_STEPS,
            description = "Steps from noise to an image, 1 to 1000 (default: ${DEFAULT-VALUE}).")
    private int steps;

    @Option(
            names = "--judge",
            paramLabel = "RUN|FILE",
            description = "A classifier of real images, a run of pith train or its weights: the Frechet distance of its"
                    + " embeddings of made and of real images, and how often it names the class they were made for.")
    private @Nullable Path judge;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        GenerateSettings settings = new GenerateSettings(images, sampler, steps, judge, seed.value());
        run.requireRun();
        try (Session session = run.open(common, work, seed.value())) {
            Generated made = new GenerateStep(session, settings).perform();
            new GeneratedSummary(run.directory(), session, made).print(common.console());
        }
        return 0;
    }
}
