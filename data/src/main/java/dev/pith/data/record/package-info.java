/**
 * JSON arrays and JSONL files as sources of records. The file stays on disk: what is held is where each record begins
 * and ends, so that every record can be read, and written again, byte for byte.
 */
@NullMarked
package dev.pith.data.record;

import org.jspecify.annotations.NullMarked;
