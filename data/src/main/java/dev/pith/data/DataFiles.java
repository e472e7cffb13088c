package dev.pith.data;

import dev.pith.PithException;
import dev.pith.data.patch.PatchArchive;
import dev.pith.data.record.JsonSource;
import dev.pith.data.record.LineSource;
import dev.pith.data.record.RecordText;
import dev.pith.data.table.TableImages;
import dev.pith.data.table.TableRecords;
import dev.pith.data.tar.WebDataset;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Opens single files that hold all samples and whose names say how: JSON, JSONL, plain text, Parquet, CSV, WebDataset. */
final class DataFiles {
    private DataFiles() {}

    /** Returns the source in a file, or nothing when its name ends as none of these do. */
    static Optional<Source> open(Path file, SourceOptions options) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        return switch (extension) {
            case "json", "jsonl", "ndjson" -> Optional.of(
                    JsonSource.open(file, options.textColumn(), options.textTemplate(), options.labelColumn()));
            case "txt" -> Optional.of(LineSource.open(file));
            case "parquet", "csv", "tsv" -> Optional.of(table(file, options));
            case "pith" -> Optional.of(PatchArchive.open(file.toString(), file));
            case "tar" -> Optional.of(
                    WebDataset.open(file, text(options), options.imageColumn(), options.labelColumn()));
            default -> Optional.empty();
        };
    }

    private static Source table(Path file, SourceOptions options) {
        if (options.imageColumn() != null) {
            return TableImages.open(file, options.imageColumn(), options.labelColumn());
        }
        return TableRecords.find(file, text(options), options.labelColumn())
                .orElseThrow(() -> new PithException(file
                        + ": say which columns of the table hold the samples, with --image-column, --text-column or"
                        + " --text-template (its columns are " + String.join(", ", TableRecords.columns(file))
                        + ")"));
    }

    private static RecordText text(SourceOptions options) {
        return new RecordText(options.textColumn(), options.textTemplate());
    }
}
