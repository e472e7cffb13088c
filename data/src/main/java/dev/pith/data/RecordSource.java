package dev.pith.data;

/** A source of records: rows of a table or entries of a JSON array or JSONL file. Safe for use by several threads. */
public interface RecordSource extends Source {
    /** Returns the record as it stands in the source, byte for byte (JSON, JSONL), or as a JSON object (tables). */
    byte[] record(int id);

    /** Returns the text of a record that is to be embedded. */
    String text(int id);
}
