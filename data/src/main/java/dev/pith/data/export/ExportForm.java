package dev.pith.data.export;

import java.util.Locale;

/** The forms in which a selection can be exported. */
public enum ExportForm {
    IMAGEFOLDER,
    INDICES,
    PARQUET,
    CSV,
    JSON,
    JSONL,
    WEBDATASET,
    COCO,
    YOLO,
    NPZ,
    PT;

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
