package dev.pith.data.pixels;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images as given; null stands for one that cannot be read. */
final class FakeImages implements ImageSource {
    private final @Nullable Image[] images;

    FakeImages(@Nullable Image... images) {
        this.images = images;
    }

    @Override
    public Image image(int id) {
        Image image = images[id];
        if (image == null) {
            throw new PithException("fakes/" + key(id) + ": broken");
        }
        return image;
    }

    @Override
    public Encoded encoded(int id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Path> file(int id) {
        return Optional.empty();
    }

    @Override
    public String name() {
        return "fakes";
    }

    @Override
    public int size() {
        return images.length;
    }

    @Override
    public String key(int id) {
        return id + ".png";
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.empty();
    }

    @Override
    public String fingerprint() {
        return "";
    }

    @Override
    public void close() {}
}
