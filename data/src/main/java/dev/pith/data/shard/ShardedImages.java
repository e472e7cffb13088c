package dev.pith.data.shard;

import dev.pith.data.ImageSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The images of several files, or of a compressed one. */
public final class ShardedImages extends ShardedSource<ImageSource> implements ImageSource {
    ShardedImages(ShardFiles files, List<Shard<ImageSource>> shards) {
        super(files, shards);
    }

    @Override
    public Image image(int id) {
        return of(id, ImageSource::image);
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
}
