package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Sources;
import dev.pith.data.Split;
import dev.pith.data.builtin.Catalog;
import dev.pith.data.patch.PatchArchive;
import dev.pith.run.Manifest;
import dev.pith.torch.rebuild.AutoencoderFilling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A source, and how to open it. */
final class SourceArguments {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description =
                    "A folder of class folders, a .npy, .parquet, .csv, .json, .jsonl, .txt, .tar or .pith file, or the name"
                            + " of a built-in data set.")
    private String name;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where built-in data sets are looked for first.")
    private @Nullable Path dataDir;

    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = "train",
            description = "The part of a built-in data set: train or test (default: ${DEFAULT-VALUE}).")
    private Split split;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description = "Labels for a source without: .npy or IDX, one per sample.")
    private @Nullable Path labels;

    @Option(names = "--image-column", paramLabel = "NAME", description = "The column of a table that holds images.")
    private @Nullable String imageColumn;

    @Option(names = "--text-column", paramLabel = "NAME", description = "The column or field that holds the text.")
    private @Nullable String textColumn;

    @Option(
            names = "--text-template",
            paramLabel = "TEXT",
            description = "What of a record is compared, with its fields in braces: '{question} {answer}' (default:"
                    + " instruction, input and output, or what is said in a conversation, joined by a space).")
    private @Nullable String textTemplate;

    @Option(names = "--label-column", paramLabel = "NAME", description = "The column or field that holds the label.")
    private @Nullable String labelColumn;

    @Option(
            names = "--mae",
            paramLabel = "FILE",
            description =
                    "The masked autoencoder that rebuilds the dropped patches of a .pith (default: they are filled in"
                            + " from their neighbours).")
    private @Nullable Path mae;

    String name() {
        return name;
    }

    /** Returns the source and how to open it. */
    SourceReference reference() {
        SourceOptions options = SourceOptions.builder()
                .dataDir(dataDir)
                .split(split)
                .labels(labels)
                .imageColumn(imageColumn)
                .textColumn(textColumn)
                .textTemplate(textTemplate)
                .labelColumn(labelColumn)
                .build();
        return new SourceReference(name, options, mae);
    }

    /** Opens the source. */
    Source open(CommonOptions common) {
        return reference().open(common.messages());
    }
}
