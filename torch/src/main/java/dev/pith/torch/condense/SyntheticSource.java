package dev.pith.torch.condense;

import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.SyntheticSet;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Condensed images as a source of images of 8 bits, as they would be seen: values beyond black and white are cut off,
 * and others rounded, so that networks learn a little less of them than of the numbers.
 *
 * @param name what messages call it
 * @param set the numbers that networks see
 * @param shown the same as they can be looked at, not whitened
 * @param classes their names
 * @param fingerprint of the images
 */
public record SyntheticSource(
        String name, SyntheticSet set, SyntheticSet shown, List<String> classes, String fingerprint)
        implements ImageSource {
    private static final int RGB = 3;
    private static final int WHITE = 255;

    @Override
    public int size() {
        return set.size();
    }

    @Override
    public String key(int id) {
        return String.format(Locale.ROOT, "%05d", id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.of(new Labels(set.labels(), classes));
    }

    @Override
    public Image image(int id) {
        InputShape shape = set.shape();
        int area = shape.height() * shape.width();
        int channels = shape.channels() == RGB ? RGB : 1;
        byte[] pixels = new byte[area * channels];
        int start = id * shape.numbers();
        for (int i = 0; i < area; i++) {
            for (int c = 0; c < channels; c++) {
                float value = shown.pixels()[start + c * area + i] * shown.std()[c] + shown.mean()[c];
                pixels[i * channels + c] = (byte) Math.round(Math.max(0, Math.min(1, value)) * WHITE);
            }
        }
        return new Image(shape.width(), shape.height(), channels, pixels);
    }

    @Override
    public Encoded encoded(int id) {
        Image image = image(id);
        boolean grey = image.channels() == 1;
        BufferedImage picture = new BufferedImage(
                image.width(), image.height(), grey ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < image.width() * image.height(); i++) {
            int x = i % image.width();
            int y = i / image.width();
            if (grey) {
                picture.getRaster().setSample(x, y, 0, image.pixels()[i] & WHITE);
            } else {
                for (int c = 0; c < RGB; c++) {
                    picture.getRaster().setSample(x, y, c, image.pixels()[i * RGB + c] & WHITE);
                }
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Encoded(png.toByteArray(), "png");
    }

    @Override
    public Optional<Path> file(int id) {
        return Optional.empty();
    }

    @Override
    public void close() {
        // there is nothing open
    }
}
