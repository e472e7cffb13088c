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

    /** Returns whether the images themselves are in it; condensed ones are exported in such a form. */
    public boolean holdsImages() {
        return switch (this) {
            case IMAGEFOLDER, PARQUET, WEBDATASET, NPZ, PT -> true;
            case INDICES, CSV, JSON, JSONL, COCO, YOLO -> false;
        };
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
