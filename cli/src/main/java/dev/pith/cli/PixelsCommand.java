package dev.pith.cli;

import dev.pith.data.Source;
import dev.pith.data.export.ExportFolder;
import dev.pith.data.export.ImageFolderExport;
import dev.pith.data.export.Placement;
import dev.pith.data.export.Selection;
import dev.pith.data.patch.PatchArchive;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.rebuild.AutoencoderFilling;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith pixels}: the informative patches of the selected images. */
@Command(
        name = "pixels",
        description = {
            "Keeps the patches of the selected images that matter, and stores only those.",
            "A network says how much each patch matters to the image's class; a masked autoencoder rebuilds the others when they are"
                    + " wanted."
        },
        footer = {
            "",
            "Example: keep three quarters of each image, then write the images as they are rebuilt",
            "  pith pixels runs/photos --drop 0.25",
            "  pith pixels runs/photos --drop 0.25 --rebuild"
        })
final class PixelsCommand implements Callable<Integer> {
    /** Where rebuilt images go. */
    static final String IMAGES = "images";

    @Mixin
    private RunArgument run;

    @Mixin
    private PixelsOptions options;

    @Option(
            names = "--rebuild",
            description =
                    "Also write the images, dropped patches rebuilt and the others exactly as stored, as a folder of class"
                            + " folders.")
    private boolean rebuild;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where --rebuild writes (default: RUN/" + IMAGES + ").")
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
        PixelsConfiguration configuration = options.configuration(seed.value());
        Path folder = output == null ? run.directory().resolve(IMAGES) : output;
        try (Session session = run.open(common, work, seed.value());
                Source source = session.reopenSource()) {
            new PixelsStep(session, source, configuration).perform();
            if (rebuild) {
                rebuild(session, configuration, folder);
            }
            print(session, folder);
        }
        return 0;
    }

    private void rebuild(Session session, PixelsConfiguration configuration, Path folder) {
        Path mae = configuration.mae() == null ? session.run().file(PretrainStep.MODEL) : configuration.mae();
        Path file = session.run().file(PixelsStep.FOLDER).resolve(PixelsStep.ARCHIVE);
        try (AutoencoderFilling filling = AutoencoderFilling.open(mae, session.workers());
                PatchArchive archive = PatchArchive.open(file.toString(), file).filledBy(filling);
                ProgressLine progress = session.progress("rebuilding")) {
            ExportFolder.write(
                    new ImageFolderExport(Placement.COPY),
                    archive,
                    new Selection(IntStream.range(0, archive.size()).toArray()),
                    folder,
                    progress);
        }
    }

    private void print(Session session, Path folder) {
        Manifest manifest = session.run().manifest();
        Manifest.Done done = manifest.step(Step.PIXELS).orElseThrow();
        if (common.json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.directory().toString());
            result.put("n", session.samples().n());
            result.put("seconds", done.elapsedSeconds());
            result.putAll(done.facts());
            if (rebuild) {
                result.put("folder", folder.toString());
            }
            common.printJson(result);
            return;
        }
        print(done, session.samples().n(), common.out());
        if (rebuild) {
            common.out().println("rebuilt images in " + folder);
        }
        common.out().println();
        RunContent.print(run.directory(), manifest, common.out());
    }

    /** Prints what an archive holds and takes. */
    static void print(Manifest.Done done, int n, PrintWriter out) {
        Map<String, String> facts = done.facts();
        out.println(String.format(
                Locale.ROOT,
                "%,d of %,d images, %.1f %% of their patches: %.2f %% of the source is kept",
                Integer.parseInt(facts.get("selected")),
                n,
                100 * Double.parseDouble(facts.get("patches kept")),
                100 * Double.parseDouble(facts.get("kept in all"))));
        out.println("stored in " + facts.get("images") + " pixels, " + facts.get("patches") + " patches, "
                + facts.get("codec") + " (" + facts.get("codec because") + ")");
        out.println("the archive takes " + facts.get("archive"));
        out.println(
                "rebuilt: " + facts.get("rebuilt") + " (" + facts.get("rebuilt images compared") + " images compared)");
    }
}
