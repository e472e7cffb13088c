package dev.pith.pipeline.export;

import dev.pith.data.export.CocoExport;
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
import dev.pith.data.export.YoloExport;
import dev.pith.run.Choices;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * In which form a selection is exported.
 *
 * @param placement how images get into an image folder
 * @param order what indices count
 * @param source where to take the samples from, id by id, when the run was made of their features; else null
 * @param selection a file of ids in place of the run's own selection, or null
 */
public record ExportSettings(
        ExportForm form, Placement placement, IndexOrder order, @Nullable String source, @Nullable Path selection) {
    /** How images get into a folder unless told otherwise. */
    public static final String DEFAULT_PLACEMENT = "hard_link";

    /** What indices count unless told otherwise. */
    public static final String DEFAULT_ORDER = "source";

    private static final String TO = "to";
    private static final String PLACEMENT = "placement";
    private static final String ORDER = "order";
    private static final String SOURCE = "source";
    private static final String SELECTION = "selection";

    /** Returns what is usual for a form. */
    public static ExportSettings to(ExportForm form) {
        return new ExportSettings(form, placement(DEFAULT_PLACEMENT), order(DEFAULT_ORDER), null, null);
    }

    private static Placement placement(String word) {
        return Placement.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static IndexOrder order(String word) {
        return IndexOrder.valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Returns the settings that a manifest remembers. */
    public static ExportSettings of(Map<String, String> map) {
        return new ExportSettings(
                Choices.of(ExportForm.class, map.get(TO)),
                placement(map.getOrDefault(PLACEMENT, DEFAULT_PLACEMENT)),
                order(map.getOrDefault(ORDER, DEFAULT_ORDER)),
                map.get(SOURCE),
                map.containsKey(SELECTION) ? Path.of(map.get(SELECTION)) : null);
    }

    /** Returns what the manifest remembers. */
    public Map<String, String> toMap() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put(TO, form.toString());
        if (form == ExportForm.IMAGEFOLDER) {
            map.put(PLACEMENT, placement.name().toLowerCase(Locale.ROOT));
        }
        if (form == ExportForm.INDICES) {
            map.put(ORDER, order.name().toLowerCase(Locale.ROOT));
        }
        if (source != null) {
            map.put(SOURCE, source);
        }
        if (selection != null) {
            map.put(SELECTION, selection.toString());
        }
        return map;
    }

    /**
     * Returns what writes the form.
     *
     * @param share how much was kept, as a word for file names
     * @param folder in which the files will lie
     */
    Export export(String share, Path folder) {
        return switch (form) {
            case IMAGEFOLDER -> new ImageFolderExport(placement);
            case INDICES -> new IndexExport(order, share);
            case PARQUET -> new ParquetExport();
            case CSV -> new CsvExport();
            case JSON -> new JsonExport();
            case JSONL -> new JsonLinesExport();
            case WEBDATASET -> new WebDatasetExport(WebDatasetExport.SHARD_BYTES);
            case COCO -> new CocoExport();
            case YOLO -> new YoloExport(folder);
            case NPZ, PT -> new CondensedExport(form);
        };
    }
}
