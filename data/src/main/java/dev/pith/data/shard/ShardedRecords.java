package dev.pith.data.shard;

import dev.pith.data.MemberSource;
import dev.pith.data.RecordSource;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/** The records of several files, or of a compressed one. */
public class ShardedRecords extends ShardedSource<RecordSource> implements RecordSource {
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

    /** The records of archives, with their other members. */
    static final class OfArchives extends ShardedRecords implements MemberSource {
        OfArchives(ShardFiles files, List<Shard<RecordSource>> shards) {
            super(files, shards);
        }

        @Override
        public Map<String, byte[]> members(int id) {
            return archiveMembers(id);
        }

        @Override
        public SortedSet<String> unread() {
            return archiveUnread();
        }
    }
}
