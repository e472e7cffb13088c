package dev.pith.cli;

import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.RunArgument;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.export.ExportForm;
import dev.pith.data.export.IndexOrder;
import dev.pith.data.export.Placement;
import dev.pith.pipeline.export.ExportSettings;
import dev.pith.pipeline.export.ExportStep;
import dev.pith.pipeline.export.Exported;
import dev.pith.pipeline.session.Session;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith export}: a selection as files that trainers read. */
@Command(
        name = "export",
        description = "Writes the selected samples of a run, or its condensed images, as files that trainers read.",
        footer = {"", "Example:", "  pith export runs/photos --to imagefolder -o photos/selected"})
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Option(
            names = "--to",
            paramLabel = "FORM",
            required = true,
            description =
                    "What to write: imagefolder, indices (npy), parquet, csv, json, jsonl or webdataset; of"
                            + " images with boxes also coco or yolo, whichever they are in; of condensed images imagefolder, parquet, webdataset, npz or pt.")
    private ExportForm form;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where to write; made, or replaced if an export made it (default: RUN/export/FORM).")
    private @Nullable Path output;

    @Option(
            names = "--placement",
            paramLabel = "HOW",
            defaultValue = ExportSettings.DEFAULT_PLACEMENT,
            description =
                    "How images get into an image folder: hard_link, copy or symlink (default: ${DEFAULT-VALUE}).")
    private Placement placement;

    @Option(
            names = "--order",
            paramLabel = "WHOSE",
            defaultValue = ExportSettings.DEFAULT_ORDER,
            description = "What indices count: positions in the source, which are torchvision's, or in timm's listing"
                    + " (source or timm; default: ${DEFAULT-VALUE}).")
    private IndexOrder order;

    @Option(
            names = "--selection",
            paramLabel = "FILE",
            description =
                    "Ids to export in place of the run's own selection: a file that pith view saved, or another .npy of"
                            + " ids.")
    private @Nullable Path selection;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        run.requireRun();
        Path folder = output == null ? ExportStep.folder(run.directory(), form) : output;
        ExportSettings settings = new ExportSettings(form, placement, order, run.source(), selection);
        try (Session session = common.open(run.directory(), work, null)) {
            print(new ExportStep(session, settings, folder).perform());
        }
        return 0;
    }

    private void print(Exported exported) {
        if (common.console().json()) {
            common.console()
                    .printJson(Map.of(
                            "folder", exported.folder().toString(),
                            "form", exported.form().toString(),
                            "samples", exported.samples()));
        } else {
            common.console()
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "%,d samples as %s in %s",
                            exported.samples(),
                            exported.form(),
                            exported.folder()));
        }
    }
}
