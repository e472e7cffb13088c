package dev.pith.data.open;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.box.CocoSource;
import dev.pith.data.patch.PatchArchive;
import dev.pith.data.record.JsonSource;
import dev.pith.data.record.LineSource;
import dev.pith.data.record.RecordText;
import dev.pith.data.shard.ShardFiles;
import dev.pith.data.shard.Shards;
import dev.pith.data.table.TableFeatures;
import dev.pith.data.table.TableImages;
import dev.pith.data.table.TableRecords;
import dev.pith.data.tar.WebDataset;
import dev.pith.run.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Opens files that hold samples and whose names say how: JSON, JSONL, plain text, Parquet, CSV, WebDataset; several of
 * them as one.
 */
final class DataFiles {
    static final String KINDS =
            "sources are folders of images, files or folders of .parquet, .csv, .json, .jsonl, .txt and"
                    + " .tar (also .gz or .zst of them), .npy, .npz, .pith, .yaml of YOLO's, IDX (...-ubyte, ...-ubyte.gz) and CIFAR's .tar.gz";

    private static final Set<String> OPENED = Set.of("json", "jsonl", "txt", "parquet", "csv", "tsv", "pith", "tar");

    private static final Set<String> WITH_COLUMNS = Set.of("json", "jsonl", "parquet", "csv", "tsv", "tar");

    /** Archives and what unpacks them; a file's name takes the place of the sign. */
    private static final Map<String, String> UNPACK = Map.of(
            "zip", "unzip %s -d FOLDER",
            "bz2", "bunzip2 -k %s",
            "xz", "unxz -k %s",
            "lz4", "lz4 -d %s",
            "rar", "unrar x %s",
            "7z", "7z x %s");

    private DataFiles() {}

    /** Returns whether samples in files have columns or fields. */
    static boolean haveColumns(ShardFiles files, SourceOptions options) {
        return options.featureColumn() != null
                || files.files().stream().map(ShardFiles::kind).allMatch(WITH_COLUMNS::contains);
    }

    /** Returns the source in files, whose names end as those of one kind do. */
    static Source open(ShardFiles files, SourceOptions options, Progress progress) {
        requireOneMeaning(options);
        for (Path file : files.files()) {
            if (!OPENED.contains(ShardFiles.kind(file))) {
                throw unknown(file);
            }
        }
        return Shards.open(files, (file, folder) -> open(file, folder, options), progress);
    }

    private static Source open(Path file, Path folder, SourceOptions options) {
        if (options.featureColumn() != null) {
            return TableFeatures.open(file, options.featureColumn(), options.labelColumn());
        }
        return switch (ShardFiles.kind(file)) {
            case "json", "jsonl" -> records(file, options);
            case "txt" -> LineSource.open(file);
            case "parquet", "csv", "tsv" -> table(file, folder, options);
            case "pith" -> PatchArchive.open(file.toString(), file);
            case "tar" -> WebDataset.open(file, text(options), options.imageColumn(), options.labelColumn());
            default -> throw unknown(file);
        };
    }

    private static Source records(Path file, SourceOptions options) {
        try {
            return JsonSource.open(file, options.textColumn(), options.textTemplate(), options.labelColumn());
        } catch (PithException e) {
            if (ShardFiles.kind(file).equals("json") && CocoSource.is(file)) {
                throw new PithException(
                        file + ": holds images and boxes (COCO), and its images are looked for beside it; name such a"
                                + " file alone, and unpacked",
                        e);
            }
            throw e;
        }
    }

    private static PithException unknown(Path file) {
        String command = UNPACK.get(ShardFiles.kind(file));
        return new PithException(
                command == null
                        ? file + ": is no file of a known kind; " + KINDS
                        : file + ": is compressed in a form that is not read here; unpack it first: "
                                + String.format(Locale.ROOT, command, file));
    }

    private static void requireOneMeaning(SourceOptions options) {
        if (options.featureColumn() != null
                && !(options.imageColumn() == null && options.textColumn() == null && options.textTemplate() == null)) {
            throw new IllegalArgumentException(
                    "a column of features is what rows are compared by, so no column of images or"
                            + " texts can be; give one of them");
        }
    }

    private static Source table(Path file, Path folder, SourceOptions options) {
        if (options.imageColumn() != null) {
            return TableImages.open(file, folder, options.imageColumn(), options.labelColumn());
        }
        return TableRecords.find(file, text(options), options.labelColumn()).orElseThrow(() -> {
            List<String> columns = TableRecords.columns(file);
            return new PithException(file + ": say which columns of the table hold the samples, with `image-column`,"
                    + " `text-column`, `text-template` or `feature-column` (its columns are "
                    + String.join(", ", columns) + ")");
        });
    }

    private static RecordText text(SourceOptions options) {
        return new RecordText(options.textColumn(), options.textTemplate());
    }
}
