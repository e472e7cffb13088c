package dev.pith.cli.option;

import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.pipeline.session.SourceReference;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A source, and how to open it. */
public final class SourceArguments {
    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description =
                    "A folder of class folders, a .npy, .parquet, .csv, .json, .jsonl, .txt, .tar or .pith file, a folder of"
                            + " such files of one kind or a pattern in quotes ('data/train-*.parquet'), also .gz or .zst; or the"
                            + " name of a built-in data set.")
    private String name;

    @Option(names = "--data-dir", paramLabel = "DIR", description = "Where built-in data sets are looked for first.")
    private @Nullable Path dataDir;

    @Option(
            names = "--split",
            paramLabel = "PART",
            defaultValue = SourceOptions.DEFAULT_SPLIT,
            description = "The part of a data set that comes in two: train or test (default: ${DEFAULT-VALUE}).")
    private Split split;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Labels for a source without, one per sample: .npy, an array of an .npz, .txt (one a line), .csv (by"
                            + " position, or with a column key) or IDX.")
    private @Nullable Path labels;

    @Option(
            names = "--image-column",
            paramLabel = "NAME",
            description =
                    "The column of a table that holds images; of a .tar what the image of each sample is called, such"
                            + " as rgb.png, or jpg;png for either.")
    private @Nullable String imageColumn;

    @Option(names = "--text-column", paramLabel = "NAME", description = "The column or field that holds the text.")
    private @Nullable String textColumn;

    @Option(
            names = "--text-template",
            paramLabel = "TEXT",
            description = "What of a record is compared, with its fields in braces: '{question} {answer}' (default:"
                    + " instruction, input and output, what is said in a conversation, or other usual fields, see"
                    + " docs/records.md, joined by a space).")
    private @Nullable String textTemplate;

    @Option(
            names = "--feature-column",
            paramLabel = "NAME",
            description = "The column of a Parquet file that holds features of your own, lists of numbers.")
    private @Nullable String featureColumn;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description =
                    "The column or field that holds the label; of a .tar a member, or a field of the .json (default:"
                            + " cls).")
    private @Nullable String labelColumn;

    @Option(
            names = "--mae",
            paramLabel = "FILE",
            description =
                    "The masked autoencoder that rebuilds the dropped patches of a .pith (default: they are filled in"
                            + " from their neighbours).")
    private @Nullable Path mae;

    public String name() {
        return name;
    }

    /** Returns the source and how to open it. */
    public SourceReference reference() {
        SourceOptions options = SourceOptions.builder()
                .dataDir(dataDir)
                .split(split)
                .labels(labels)
                .imageColumn(imageColumn)
                .textColumn(textColumn)
                .textTemplate(textTemplate)
                .featureColumn(featureColumn)
                .labelColumn(labelColumn)
                .build();
        return new SourceReference(name, options, mae);
    }

    /** Opens the source. */
    public Source open(CommonOptions common) {
        return reference().open(common.messages());
    }
}
