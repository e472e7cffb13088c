package dev.pith.cli;

import dev.pith.cli.console.Console;
import dev.pith.cli.console.PixelsSummary;
import dev.pith.cli.console.RunContent;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.PixelsOptions;
import dev.pith.cli.option.RunArgument;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.Source;
import dev.pith.pipeline.pixels.Archived;
import dev.pith.pipeline.pixels.PixelsSettings;
import dev.pith.pipeline.pixels.PixelsStep;
import dev.pith.pipeline.pixels.RebuiltFolder;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith pixels}: the informative patches of the selected images. */
@Command(
        name = "pixels",
        description = {
            "Keeps the patches of the selected images that matter, and stores only those.",
            "A network says how much each patch matters to the image's class; a masked autoencoder rebuilds the others"
                    + " when they are wanted."
        },
        footer = {
            "",
            "Example: keep three quarters of each image, then write the images as they are rebuilt",
            "  pith pixels runs/photos --drop 0.25",
            "  pith pixels runs/photos --drop 0.25 --rebuild"
        })
final class PixelsCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Mixin
    private PixelsOptions options;

    @Option(
            names = "--rebuild",
            description =
                    "Also write the images as a folder of class folders: dropped patches rebuilt, the others exactly"
                            + " as stored.")
    private boolean rebuild;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where --rebuild writes (default: RUN/" + RunFiles.IMAGES + ").")
    private @Nullable Path output;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        run.requireRun();
        if (output != null && !rebuild) {
            throw new IllegalArgumentException("-o is where --rebuild writes images; the archive lies in the run");
        }
        PixelsSettings configuration = options.configuration(seed.value());
        Path folder = output == null ? run.directory().resolve(RunFiles.IMAGES) : output;
        try (Session session = run.open(common, work, seed.value());
                Source source = session.reopenSource()) {
            Archived archived = new PixelsStep(session, source, configuration).perform();
            if (rebuild) {
                RebuiltFolder.write(session, archived, folder);
            }
            print(session, folder);
        }
        return 0;
    }

    private void print(Session session, Path folder) {
        Console console = common.console();
        Manifest manifest = session.run().manifest();
        Manifest.Done done = manifest.step(Step.PIXELS).orElseThrow();
        int n = session.samples().n();
        if (console.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.directory().toString());
            result.put("n", n);
            result.put("seconds", done.elapsedSeconds());
            result.putAll(done.facts());
            if (rebuild) {
                result.put("folder", folder.toString());
            }
            console.printJson(result);
            return;
        }
        PixelsSummary.printArchive(done, n, console.out());
        if (rebuild) {
            console.out().println("rebuilt images in " + folder);
        }
        console.out().println();
        RunContent.print(run.directory(), manifest, console.out());
    }
}
