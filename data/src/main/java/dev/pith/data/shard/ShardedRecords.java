package dev.pith.data.shard;

import dev.pith.data.RecordSource;
import java.util.List;

/** The records of several files, or of a compressed one. */
public final class ShardedRecords extends ShardedSource<RecordSource> implements RecordSource {
    ShardedRecords(ShardFiles files, List<Shard<RecordSource>> shards) {
        super(files, shards);
    }

    @Override
    public byte[] record(int id) {
        return of(id, RecordSource::record);
    }

    @Override
    public String text(int id) {
        return of(id, RecordSource::text);
    }
}
