package dev.pith.data.builtin;

import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Split;
import dev.pith.data.image.RawImages;
import dev.pith.data.label.Idx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A part of Fashion-MNIST that travels in the jar: the first 600 training and the first 100 test images of every class,
 * in the order of the full files. An id is the position in this part.
 *
 * <p>Reference: Xiao, Rasul, Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
 * Algorithms", 2017, arXiv 1708.07747. MIT licence, see {@code ORIGIN.txt} beside the files.
 */
final class FashionMnistMini {
    /** The name it is opened by. */
    static final String NAME = "fashion-mnist-mini";

    /** The classes of Fashion-MNIST, by label. */
    static final List<String> CLASSES = List.of(
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    private FashionMnistMini() {}

    static ImageSource open(Split split) {
        String prefix = split == Split.TRAIN ? "train" : "t10k";
        byte[] imageFile = resource(prefix + "-images-idx3-ubyte.gz");
        Idx.Images images = Idx.images(new ByteArrayInputStream(imageFile), NAME);
        long[] labels = Idx.labels(new ByteArrayInputStream(resource(prefix + "-labels-idx1-ubyte.gz")), NAME);
        return new RawImages(
                NAME,
                images.width(),
                images.height(),
                images.pixels(),
                new Labels(labels, CLASSES),
                imageFile.length,
                // The content never changes under this name.
                Fingerprint.ofText(NAME + " " + prefix + " 1"));
    }

    private static byte[] resource(String file) {
        try (InputStream in = FashionMnistMini.class.getResourceAsStream(NAME + "/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + NAME + "/" + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
