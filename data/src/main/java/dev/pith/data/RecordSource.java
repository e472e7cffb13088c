package dev.pith.data;

import dev.pith.PithException;

/** A source of records: rows of a table or entries of a JSON array or JSONL file. Safe for use by several threads. */
public interface RecordSource extends Source {
    /**
     * Returns a source of records as such.
     *
     * @param why records are wanted, as a message ends with it: {@code which a language model learns from}
     * @throws PithException when the source holds others
     */
    static RecordSource require(Source source, String why) {
        if (source instanceof RecordSource records) {
            return records;
        }
        throw new PithException(source.name() + ": holds no records of text, " + why);
    }

    /** Returns the record as it stands in the source, byte for byte (JSON, JSONL), or as a JSON object (tables). */
    byte[] record(int id);

    /** Returns the text of a record that is to be embedded. */
    String text(int id);
}
