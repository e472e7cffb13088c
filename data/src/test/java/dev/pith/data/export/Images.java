package dev.pith.data.export;

import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.image.Png;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Images of one pixel, whose value is the id, under any keys. */
record Images(List<String> keys, @Nullable Labels classes) implements ImageSource {
    static Images of(String... keys) {
        return new Images(List.of(keys), null);
    }

    @Override
    public String name() {
        return "images";
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public String key(int id) {
        return keys.get(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(classes);
    }

    @Override
    public Image image(int id) {
        return new Image(1, 1, 1, new byte[] {(byte) id});
    }

    @Override
    public Encoded encoded(int id) {
        return new Encoded(Png.encode(image(id)), "png");
    }

    @Override
    public Optional<Path> file(int id) {
        return Optional.empty();
    }

    @Override
    public String fingerprint() {
        return "f";
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
