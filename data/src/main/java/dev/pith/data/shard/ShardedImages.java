package dev.pith.data.shard;

import dev.pith.data.ImageSource;
import dev.pith.data.MemberSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** The images of several files, or of a compressed one. */
public class ShardedImages extends ShardedSource<ImageSource> implements ImageSource {
    ShardedImages(ShardFiles files, List<Shard<ImageSource>> shards) {
        super(files, shards);
    }

    @Override
    public Image image(int id) {
        return of(id, ImageSource::image);
    }

    @Override
    public Reduced imageFor(int id, int width, int height) {
        return of(id, (shard, row) -> shard.imageFor(row, width, height));
    }

    @Override
    public Encoded encoded(int id) {
        return of(id, ImageSource::encoded);
    }

    @Override
    public Optional<Path> file(int id) {
        return of(id, ImageSource::file);
    }

    @Override
    public long storedBytes(int id) {
        return of(id, ImageSource::storedBytes);
    }

    /** The images of archives, with their other members. */
    static final class OfArchives extends ShardedImages implements MemberSource {
        OfArchives(ShardFiles files, List<Shard<ImageSource>> shards) {
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
