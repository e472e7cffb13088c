package dev.pith.torch.train;

import dev.pith.PithException;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.TensorData;
import dev.pith.torch.network.InputShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Condensed images as the programs of the papers save them. Trajectory matching has a file of images, one of labels
 * beside it, and maybe one of the learned rate ({@code images_best.pt}, {@code labels_best.pt}, {@code lr_best.pt} or
 * {@code lr.pt}); labels are classes, or a number for each class. Gradient and distribution matching have one file with
 * a list of pairs of images and labels, of which the first counts ({@code data.0.0}, {@code data.0.1}).
 *
 * <p>The files do not say what the images were normalized by. They are taken to be normalized as the source is that
 * networks are tested on; of whitened ones that would be wrong, and nothing in a file tells them.
 */
final class PublishedImages {
    private static final String IMAGES = "images";
    private static final String LABELS = "labels";
    private static final String RATE = "lr";

    private PublishedImages() {}

    /** Returns whether a file is to be read so. */
    static boolean is(Path file) {
        String name = file.toString();
        return name.endsWith(".pt") || name.endsWith(".pth");
    }

    static SyntheticSet read(Path file, int classes) {
        Map<String, TensorData> tensors = Checkpoints.tensors(file).tensors();
        TensorData images = tensors.get("");
        TensorData labels;
        double rate = Double.NaN;
        if (images == null) {
            images = tensors.get("data.0.0");
            labels = tensors.get("data.0.1");
        } else {
            labels = only(sibling(file, LABELS));
            Path learned = rateFile(file);
            rate = learned == null ? Double.NaN : only(learned).doubles()[0];
        }
        if (images == null || labels == null) {
            throw new PithException(file + ": holds neither a tensor of images nor a list of images and labels (data):"
                    + " give images_best.pt, with labels_best.pt beside it, or an .npz");
        }
        return set(file, images, labels, rate, classes);
    }

    private static SyntheticSet set(Path file, TensorData images, TensorData labels, double rate, int classes) {
        long[] sizes = images.shape();
        if (sizes.length != 4 || images.count() == 0) {
            throw new PithException(file + ": its images have " + sizes.length + " dimensions, expected four, (m, c, h,"
                    + " w), none of which is 0");
        }
        int count = (int) sizes[0];
        boolean soft = labels.shape().length == 2 && labels.shape()[1] == classes;
        if (labels.count() != (soft ? count * classes : count)) {
            throw new PithException(file + ": has " + count + " images, and " + labels.count()
                    + " numbers of labels; expected one for each image, or one for each of the " + classes
                    + " classes of the source");
        }
        float[] probabilities = soft ? probabilities(labels.floats(), classes) : new float[0];
        long[] hard = new long[count];
        double[] numbers = labels.doubles();
        for (int i = 0; i < count; i++) {
            hard[i] = soft ? largest(probabilities, i * classes, classes) : (long) numbers[i];
        }
        SyntheticSet.requireLabels(file, hard, classes);
        InputShape shape = new InputShape((int) sizes[1], (int) sizes[2], (int) sizes[3]);
        return SyntheticSet.labelled(shape, classes, images.floats(), hard, new float[0], new float[0])
                .soft(probabilities)
                .rate(rate);
    }

    /** Learned labels are saved as logits, those of teachers as logits or probabilities. */
    private static float[] probabilities(float[] numbers, int classes) {
        float[] probabilities = numbers.clone();
        for (int from = 0; from < numbers.length; from += classes) {
            double sum = 0;
            boolean logits = false;
            for (int k = from; k < from + classes; k++) {
                sum += numbers[k];
                logits |= numbers[k] < 0;
            }
            if (logits || Math.abs(sum - 1) > 1e-3) {
                softmax(probabilities, from, classes);
            }
        }
        return probabilities;
    }

    private static void softmax(float[] row, int from, int classes) {
        double most = row[from + (int) largest(row, from, classes)];
        double sum = 0;
        for (int k = from; k < from + classes; k++) {
            sum += Math.exp(row[k] - most);
        }
        for (int k = from; k < from + classes; k++) {
            row[k] = (float) (Math.exp(row[k] - most) / sum);
        }
    }

    private static long largest(float[] row, int from, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            best = row[from + k] > row[from + best] ? k : best;
        }
        return best;
    }

    private static TensorData only(Path file) {
        StateDict saved = Checkpoints.tensors(file);
        TensorData tensor = saved.tensors().get("");
        if (tensor == null || tensor.count() == 0) {
            throw new PithException(file + ": is not one tensor, as torch.save(tensor, file) writes it");
        }
        return tensor;
    }

    private static Path sibling(Path file, String other) {
        String name = Objects.requireNonNull(file.getFileName()).toString();
        if (!name.startsWith(IMAGES)) {
            throw new PithException(file + ": is a tensor without labels; give a file called images_NAME.pt, with"
                    + " labels_NAME.pt beside it");
        }
        return file.resolveSibling(other + name.substring(IMAGES.length()));
    }

    private static @Nullable Path rateFile(Path file) {
        for (Path candidate : new Path[] {sibling(file, RATE), file.resolveSibling(RATE + ".pt")}) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /**
     * Writes what {@link #read} reads: {@code images_best.pt}, {@code labels_best.pt} and, where one was learned,
     * {@code lr.pt}.
     */
    static void write(SyntheticSet set, Path folder) throws IOException {
        InputShape shape = set.shape();
        Checkpoints.writeTensor(
                folder.resolve("images_best.pt"),
                TensorData.of(set.pixels(), set.size(), shape.channels(), shape.height(), shape.width()));
        Checkpoints.writeTensor(
                folder.resolve("labels_best.pt"),
                set.soft().length == 0
                        ? TensorData.of(set.labels(), set.size())
                        : TensorData.of(set.soft(), set.size(), set.classes()));
        if (!Double.isNaN(set.rate())) {
            Checkpoints.writeTensor(folder.resolve("lr.pt"), TensorData.of(new float[] {(float) set.rate()}));
        }
    }
}
