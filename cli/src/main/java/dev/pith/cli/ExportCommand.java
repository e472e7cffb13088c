package dev.pith.cli;

import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.RunArgument;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.export.CsvExport;
import dev.pith.data.export.Export;
import dev.pith.data.export.ExportForm;
import dev.pith.data.export.ImageFolderExport;
import dev.pith.data.export.IndexExport;
import dev.pith.data.export.IndexOrder;
import dev.pith.data.export.JsonExport;
import dev.pith.data.export.JsonLinesExport;
import dev.pith.data.export.ParquetExport;
import dev.pith.data.export.Placement;
import dev.pith.data.export.WebDatasetExport;
import dev.pith.pipeline.export.ExportStep;
import dev.pith.pipeline.session.Session;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
        description = "Writes the selected samples of a run as files that trainers read.",
        footer = {"", "Example:", "  pith export runs/photos --to imagefolder -o photos/selected"})
final class ExportCommand implements Callable<Integer> {
    @Mixin
    private RunArgument run;

    @Option(
            names = "--to",
            paramLabel = "FORM",
            required = true,
            description = "What to write: imagefolder, indices (npy), parquet, csv, json, jsonl or webdataset.")
    private ExportForm form;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Where to write; made, or replaced if an export made it (default: RUN/export/FORM).")
    private @Nullable Path output;

    @Option(
            names = "--placement",
            paramLabel = "HOW",
            defaultValue = "hard_link",
            description =
                    "How images get into an image folder: hard_link, copy or symlink (default: ${DEFAULT-VALUE}).")
    private Placement placement;

    @Option(
            names = "--order",
            paramLabel = "WHOSE",
            defaultValue = "source",
            description = "What indices count: positions in the source, which are torchvision's, or in timm's listing"
                    + " (source or timm; default: ${DEFAULT-VALUE}).")
    private IndexOrder order;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        run.requireRun();
        Path folder = output == null ? run.directory().resolve("export").resolve(form.toString()) : output;
        try (Session session = common.open(run.directory(), work, null)) {
            ExportStep step = new ExportStep(session, folder, run.source());
            int exported = step.perform(configuration(), this::export);
            if (common.console().json()) {
                common.console()
                        .printJson(Map.of("folder", folder.toString(), "form", form.toString(), "samples", exported));
            } else {
                common.console()
                        .out()
                        .println(String.format(Locale.ROOT, "%,d samples as %s in %s", exported, form, folder));
            }
        }
        return 0;
    }

    private Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("to", form.toString());
        if (form == ExportForm.IMAGEFOLDER) {
            configuration.put("placement", placement.name().toLowerCase(Locale.ROOT));
        }
        if (form == ExportForm.INDICES) {
            configuration.put("order", order.name().toLowerCase(Locale.ROOT));
        }
        if (run.source() != null) {
            configuration.put("source", run.source());
        }
        return configuration;
    }

    /** Returns the form with its options. */
    private Export export(String keep) {
        return switch (form) {
            case IMAGEFOLDER -> new ImageFolderExport(placement);
            case INDICES -> new IndexExport(order, keep);
            case PARQUET -> new ParquetExport();
            case CSV -> new CsvExport();
            case JSON -> new JsonExport();
            case JSONL -> new JsonLinesExport();
            case WEBDATASET -> new WebDatasetExport(WebDatasetExport.SHARD_BYTES);
        };
    }
}
