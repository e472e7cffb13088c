package dev.pith.data.builtin;

import dev.pith.data.label.Idx;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Makes the files of {@code fashion-mnist-mini} from those of Fashion-MNIST, as Debian's package dataset-fashion-mnist
 * installs them. Arguments: the folder of the full data set, the folder to write to. From the repository's root, after
 * {@code mvn -pl data -am test-compile}:
 *
 * <pre>
 * java -cp core/target/classes:data/target/classes:data/target/test-classes \
 *     dev.pith.data.builtin.FashionMnistMiniMaker /usr/share/datasets/fashion-mnist \
 *     data/src/main/resources/dev/pith/data/builtin/fashion-mnist-mini
 * </pre>
 */
final class FashionMnistMiniMaker {
    private static final int CLASSES = 10;

    private FashionMnistMiniMaker() {}

    public static void main(String[] arguments) throws IOException {
        Path full = Path.of(arguments[0]);
        Path mini = Files.createDirectories(Path.of(arguments[1]));
        write(full, mini, "train", 600);
        write(full, mini, "t10k", 100);
    }

    private static void write(Path full, Path mini, String prefix, int perClass) throws IOException {
        String images = prefix + "-images-idx3-ubyte.gz";
        String labels = prefix + "-labels-idx1-ubyte.gz";
        Part part = firstOfEveryClass(Idx.images(full.resolve(images)), Idx.labels(full.resolve(labels)), perClass);
        gzip(part.images(), mini.resolve(images));
        gzip(part.labels(), mini.resolve(labels));
    }

    /** The two files, not yet gzipped. */
    record Part(byte[] images, byte[] labels) {}

    /** Returns the first images of every class, in the order of the full file. */
    static Part firstOfEveryClass(Idx.Images images, long[] labels, int perClass) throws IOException {
        ByteArrayOutputStream imageBytes = new ByteArrayOutputStream();
        ByteArrayOutputStream labelBytes = new ByteArrayOutputStream();
        header(imageBytes, 3, perClass * CLASSES, images.height(), images.width());
        header(labelBytes, 1, perClass * CLASSES);
        int[] taken = new int[CLASSES];
        for (int i = 0; i < labels.length; i++) {
            int label = (int) labels[i];
            if (taken[label] < perClass) {
                taken[label]++;
                imageBytes.write(images.pixels()[i]);
                labelBytes.write(label);
            }
        }
        return new Part(imageBytes.toByteArray(), labelBytes.toByteArray());
    }

    private static void header(OutputStream out, int dimensions, int... sizes) throws IOException {
        DataOutputStream data = new DataOutputStream(out);
        data.writeInt(0x08 << 8 | dimensions);
        for (int size : sizes) {
            data.writeInt(size);
        }
    }

    private static void gzip(byte[] bytes, Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                GZIPOutputStream zip = new GZIPOutputStream(out) {
                    {
                        def.setLevel(Deflater.BEST_COMPRESSION);
                    }
                }) {
            zip.write(bytes);
        }
    }
}
