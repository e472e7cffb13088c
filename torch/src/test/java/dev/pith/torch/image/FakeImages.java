package dev.pith.torch.image;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Images as given; null stands for one that cannot be read. */
public record FakeImages(long @Nullable [] classes, @Nullable Image... images) implements ImageSource {
    /** Returns random images of one size without labels. */
    public static FakeImages random(int count, int width, int height, int channels, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Image[] images = new Image[count];
        for (int id = 0; id < count; id++) {
            byte[] pixels = new byte[width * height * channels];
            random.nextBytes(pixels);
            images[id] = new Image(width, height, channels, pixels);
        }
        return new FakeImages(null, images);
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
        return Optional.ofNullable(classes).map(values -> new Labels(values, List.of()));
    }

    @Override
    public String fingerprint() {
        return "";
    }

    @Override
    public void close() {}
}
