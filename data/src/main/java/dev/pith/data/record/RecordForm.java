package dev.pith.data.record;

/**
 * What stands around the records of a file, so that others can be put in their place: a selection is written as
 * {@code prefix record separator record ... suffix}.
 *
 * @param array whether the file is a JSON array; else it is JSONL
 * @param prefix the bytes before the first record: a byte order mark, the bracket; not copied
 * @param separator the bytes between the first two records; not copied
 * @param suffix the bytes after the last record; not copied
 */
public record RecordForm(boolean array, byte[] prefix, byte[] separator, byte[] suffix) {}
