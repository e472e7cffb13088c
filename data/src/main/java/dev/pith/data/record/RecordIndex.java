package dev.pith.data.record;

import dev.pith.data.Labels;
import org.jspecify.annotations.Nullable;

/** What one pass over a file of records finds. */
record RecordIndex(RecordOffsets offsets, @Nullable Labels labels) {}
