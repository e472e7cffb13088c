package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Sources;
import dev.pith.data.Split;
import dev.pith.data.builtin.Catalog;
import dev.pith.data.patch.PatchArchive;
import dev.pith.data.shard.ShardFiles;
import dev.pith.data.shard.ShardedSource;
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

/** A source, and how to open it; a run remembers both and can open it again. */
final class SourceArguments {
    private static final String DATA_DIR = "--data-dir";
    private static final String SPLIT = "--split";
    private static final String LABELS = "--labels";
    private static final String IMAGE_COLUMN = "--image-column";
    private static final String TEXT_COLUMN = "--text-column";
    private static final String TEXT_TEMPLATE = "--text-template";
    private static final String FEATURE_COLUMN = "--feature-column";
    private static final String LABEL_COLUMN = "--label-column";
    private static final String MAE = "--mae";

    @Parameters(
            index = "0",
            paramLabel = "SOURCE",
            description =
                    "A folder of class folders, a .npy, .parquet, .csv, .json, .jsonl, .txt, .tar or .pith file, a folder of"
                            + " such files of one kind or a pattern in quotes ('data/train-*.parquet'), also .gz or .zst; or the"
                            + " name of a built-in data set.")
    private String name;

    @Option(names = DATA_DIR, paramLabel = "DIR", description = "Where built-in data sets are looked for first.")
    private @Nullable Path dataDir;

    @Option(
            names = SPLIT,
            paramLabel = "PART",
            defaultValue = "train",
            description = "The part of a data set that comes in two: train or test (default: ${DEFAULT-VALUE}).")
    private Split split;

    @Option(
            names = LABELS,
            paramLabel = "FILE",
            description =
                    "Labels for a source without, one per sample: .npy, an array of an .npz, .txt (one a line), .csv (by"
                            + " position, or with a column key) or IDX.")
    private @Nullable Path labels;

    @Option(
            names = IMAGE_COLUMN,
            paramLabel = "NAME",
            description =
                    "The column of a table that holds images; of a .tar what the image of each sample is called, such"
                            + " as rgb.png, or jpg;png for either.")
    private @Nullable String imageColumn;

    @Option(names = TEXT_COLUMN, paramLabel = "NAME", description = "The column or field that holds the text.")
    private @Nullable String textColumn;

    @Option(
            names = TEXT_TEMPLATE,
            paramLabel = "TEXT",
            description = "What of a record is compared, with its fields in braces: '{question} {answer}' (default:"
                    + " instruction, input and output, what is said in a conversation, or other usual fields, see"
                    + " docs/records.md, joined by a space).")
    private @Nullable String textTemplate;

    @Option(
            names = FEATURE_COLUMN,
            paramLabel = "NAME",
            description = "The column of a Parquet file that holds features of your own, lists of numbers.")
    private @Nullable String featureColumn;

    @Option(
            names = LABEL_COLUMN,
            paramLabel = "NAME",
            description =
                    "The column or field that holds the label; of a .tar a member, or a field of the .json (default:"
                            + " cls).")
    private @Nullable String labelColumn;

    @Option(
            names = MAE,
            paramLabel = "FILE",
            description =
                    "The masked autoencoder that rebuilds the dropped patches of a .pith (default: they are filled in"
                            + " from their neighbours).")
    private @Nullable Path mae;

    String name() {
        return name;
    }

    /** Opens the source; a built-in data set that is nowhere to be found is fetched first. */
    Source open(CommonOptions common) {
        Source source = open(name, options().labels(labels).split(split).build(), common);
        if (source instanceof ShardedSource<?> sharded && !sharded.note().isEmpty()) {
            common.err().println("pith: " + name + ": " + sharded.note());
        }
        return rebuilt(source, mae);
    }

    /** Opens another source than the one that the options are about. */
    Source openBeside(String other, CommonOptions common) {
        return open(other, options().split(Split.TEST).build(), common);
    }

    /** Opens the test part of the source, when the source is the training part of a data set that comes in two. */
    Optional<Source> openTestPart(CommonOptions common) {
        return split == Split.TRAIN && labels == null && Sources.hasTestPart(name)
                ? Optional.of(openBeside(name, common))
                : Optional.empty();
    }

    private SourceOptions.Builder options() {
        return SourceOptions.builder()
                .dataDir(dataDir)
                .imageColumn(imageColumn)
                .textColumn(textColumn)
                .textTemplate(textTemplate)
                .featureColumn(featureColumn)
                .labelColumn(labelColumn);
    }

    private static Source open(String name, SourceOptions options, CommonOptions common) {
        Interruption.begin(() -> {}); // a fetch deletes itself what it has not finished
        try (ProgressLine progress = new ProgressLine("reading " + name, common.err())) {
            return Sources.open(name, options, progress);
        } finally {
            Interruption.end();
        }
    }

    /** Returns what a run must remember to open the source again from another directory: option name to value. */
    Map<String, String> remember() {
        Map<String, String> options = new LinkedHashMap<>();
        if (dataDir != null) {
            options.put(DATA_DIR, absolute(dataDir));
        }
        options.put(SPLIT, text(split));
        if (labels != null) {
            options.put(LABELS, absolute(labels));
        }
        putIfGiven(options, IMAGE_COLUMN, imageColumn);
        putIfGiven(options, TEXT_COLUMN, textColumn);
        putIfGiven(options, TEXT_TEMPLATE, textTemplate);
        putIfGiven(options, FEATURE_COLUMN, featureColumn);
        putIfGiven(options, LABEL_COLUMN, labelColumn);
        if (mae != null) {
            options.put(MAE, absolute(mae));
        }
        return options;
    }

    /** Opens the source of a run again. */
    static Source reopen(Manifest.Samples samples) {
        return rebuilt(openAgain(samples), path(samples.options().get(MAE)));
    }

    private static Source openAgain(Manifest.Samples samples) {
        try {
            return Sources.open(samples.name(), options(samples.options()));
        } catch (PithException e) {
            if (Catalog.names().contains(samples.name()) || Files.exists(Path.of(samples.name()))) {
                throw e;
            }
            throw new PithException(
                    samples.name()
                            + ": the source of this run is not there any more; if it was moved, say once where it"
                            + " lies now, with pith report RUN --source SOURCE",
                    e);
        }
    }

    /** Lets a masked autoencoder rebuild the images of a patch archive as they are read; closed with the source. */
    private static Source rebuilt(Source source, @Nullable Path autoencoder) {
        if (autoencoder == null) {
            return source;
        }
        try {
            if (!(source instanceof PatchArchive archive)) {
                throw new PithException(source.name() + ": is no patch archive (.pith), so " + MAE
                        + " has nothing to rebuild; leave it out");
            }
            if (!Files.isRegularFile(autoencoder)) {
                throw new PithException(autoencoder + ": no such file: check the path");
            }
            AutoencoderFilling filling = AutoencoderFilling.open(autoencoder);
            try {
                filling.requireFits(archive.format().grid());
            } catch (RuntimeException e) {
                filling.close();
                throw e;
            }
            return archive.filledBy(filling);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** Returns whether the features of a run are a column of its source. */
    static boolean areColumn(Manifest.Samples samples) {
        return samples.options().containsKey(FEATURE_COLUMN);
    }

    /** Opens another source than that of a run, as that was opened; the run's session listens for interruptions already. */
    static Source reopenBeside(String other, Manifest.Samples samples, CommonOptions common) {
        Map<String, String> options = new LinkedHashMap<>(samples.options());
        options.remove(LABELS);
        options.put(SPLIT, text(Split.TEST));
        try (ProgressLine progress = new ProgressLine("reading " + other, common.err())) {
            return Sources.open(other, options(options), progress);
        }
    }

    /** Opens the test part of the source of a run, when the run is about the training part of a data set that comes in two. */
    static Optional<Source> reopenTestPart(Manifest.Samples samples, CommonOptions common) {
        boolean training = text(Split.TRAIN).equals(samples.options().get(SPLIT))
                && !samples.options().containsKey(LABELS)
                && Sources.hasTestPart(samples.name());
        return training ? Optional.of(reopenBeside(samples.name(), samples, common)) : Optional.empty();
    }

    private static SourceOptions options(Map<String, String> remembered) {
        return SourceOptions.builder()
                .dataDir(path(remembered.get(DATA_DIR)))
                .split(Split.valueOf(
                        remembered.getOrDefault(SPLIT, text(Split.TRAIN)).toUpperCase(Locale.ROOT)))
                .labels(path(remembered.get(LABELS)))
                .imageColumn(remembered.get(IMAGE_COLUMN))
                .textColumn(remembered.get(TEXT_COLUMN))
                .textTemplate(remembered.get(TEXT_TEMPLATE))
                .featureColumn(remembered.get(FEATURE_COLUMN))
                .labelColumn(remembered.get(LABEL_COLUMN))
                .build();
    }

    private static String text(Split split) {
        return split.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the name that opens the source from any directory. */
    String lastingName() {
        return lasting(name);
    }

    /** Returns the name that opens a source from any directory. */
    static String lasting(String name) {
        boolean path = Files.exists(Path.of(name)) || ShardFiles.isPattern(name);
        return Catalog.names().contains(name) || !path ? name : absolute(Path.of(name));
    }

    private static void putIfGiven(Map<String, String> options, String option, @Nullable String value) {
        if (value != null) {
            options.put(option, value);
        }
    }

    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private static @Nullable Path path(@Nullable String text) {
        return text == null ? null : Path.of(text);
    }
}
