package dev.pith.bench;

import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Square images of random bytes in ten random classes, held in memory. */
record RandomImages(int size, int channels, int side) implements ImageSource {
    @Override
    public Image image(int id) {
        byte[] pixels = new byte[side * side * channels];
        new SplittableRandom(id).nextBytes(pixels);
        return new Image(side, side, channels, pixels);
    }

    @Override
    public Encoded encoded(int id) {
        return new Encoded(image(id).pixels(), "raw");
    }

    @Override
    public Optional<Path> file(int id) {
        return Optional.empty();
    }

    @Override
    public String name() {
        return "random";
    }

    @Override
    public String key(int id) {
        return Integer.toString(id);
    }

    @Override
    public Optional<Labels> labels() {
        SplittableRandom random = new SplittableRandom(1);
        return Optional.of(new Labels(random.longs(size, 0, 10).toArray(), List.of()));
    }

    @Override
    public String fingerprint() {
        return "random";
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
