package dev.pith.bench;

import dev.pith.data.Labels;
import dev.pith.data.MaskSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Square images of random bytes in ten random classes, as images and pixel by pixel. */
record RandomImages(int size, int channels, int side) implements MaskSource {
    private static final int CLASSES = 10;

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
    public Mask mask(int id) {
        byte[] classes = new byte[side * side];
        SplittableRandom random = new SplittableRandom(id);
        for (int i = 0; i < classes.length; i++) {
            classes[i] = (byte) random.nextInt(CLASSES);
        }
        return new Mask(side, side, classes);
    }

    @Override
    public Path maskFile(int id) {
        return Path.of(maskKey(id));
    }

    @Override
    public String maskKey(int id) {
        return key(id);
    }

    @Override
    public List<String> classNames() {
        return List.of();
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
        return Optional.of(new Labels(random.longs(size, 0, CLASSES).toArray(), List.of()));
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
