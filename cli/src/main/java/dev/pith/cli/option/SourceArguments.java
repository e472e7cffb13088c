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
                    "A folder of class folders of images, or of images and masks; boxes in a json of COCO's or beside"
                            + " YOLO's data.yaml; a file (npy, npz, parquet, csv, tsv, json, jsonl, txt, tar"
                            + " or pith, most also as gz or zst); a folder of such files of one kind, or a pattern in"
                            + " quotes ('data/train-*.parquet'); or the name of a built-in data set, see pith data"
                            + " list.")
    private String name;

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description =
                    "Folder of data set folders (mnist, cifar10, ...) in which built-in ones are looked for first.")
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
                    "Labels of a source that has none, one per sample: a file npy, npz (FILE.npz/NAME for one array of"
                            + " it), txt (one a line), csv (in the order of the source, or with a column key) or IDX.")
    private @Nullable Path labels;

    @Option(
            names = "--image-column",
            paramLabel = "NAME",
            description =
                    "The column of a table that holds the images; of a tar what the image of each sample is called,"
                            + " such as rgb.png, or jpg;png for either.")
    private @Nullable String imageColumn;

    @Option(names = "--text-column", paramLabel = "NAME", description = "The column or field that holds the text.")
    private @Nullable String textColumn;

    @Option(
            names = "--text-template",
            paramLabel = "TEXT",
            description = "Fields of a record that make its text, in braces: '{question} {answer}' (default: the usual"
                    + " fields of instructions, conversations and other records, see docs/records.md).")
    private @Nullable String textTemplate;

    @Option(
            names = "--feature-column",
            paramLabel = "NAME",
            description = "The column of a Parquet file that holds features of your own, as lists of numbers.")
    private @Nullable String featureColumn;

    @Option(
            names = "--label-column",
            paramLabel = "NAME",
            description =
                    "The column or field that holds the label; of a tar a member of each sample (default: cls), or a"
                            + " field of its json.")
    private @Nullable String labelColumn;

    @Option(
            names = "--ignore-label",
            paramLabel = "LABEL",
            description =
                    "The label in masks that is not counted, beside 255; labels above it count one less (default: none).")
    private @Nullable Integer ignoreLabel;

    @Option(
            names = "--mae",
            paramLabel = "FILE",
            description = "The masked autoencoder that rebuilds the dropped patches where the source is an archive of"
                    + " patches, a pith file (default: they are filled in from their neighbours).")
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
                .ignoreLabel(ignoreLabel)
                .build();
        return new SourceReference(name, options, mae);
    }

    /** Opens the source. */
    public Source open(CommonOptions common) {
        return reference().open(common.messages());
    }
}
