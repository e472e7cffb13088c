package dev.pith.torch.condense;

import dev.pith.random.Priority;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.MultiFormation;
import dev.pith.torch.train.SyntheticSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Condensed images without learning (RDED, Sun et al., CVPR 2024): of some crops of real images those that a teacher is
 * surest of, large ones put together four in one, with the teachers' labels. What learned images must beat.
 *
 * @param real images by class
 * @param teachers the first says how sure it is of a crop, all say the labels
 * @param perClass images to make of each class; where a class is too small for so many, fewer
 * @param seed of the images that are looked at and of their crops
 */
public record Rded(RealClasses real, Experts teachers, int perClass, long seed) {
    /** Keeps what is drawn apart from what else the seed decides. */
    private static final long SALT = 0x72646564L;

    /** Images of a class that are looked at, as the authors do; more when more are needed. */
    private static final int LOOKED_AT = 300;

    /** Crops of each, of which the surest counts. */
    private static final int CROPS = 5;

    private static final double LEAST_AREA = 0.5;

    /** Of images with sides of so many pixels four are put together; smaller ones would lose too much. */
    private static final int LARGE_SIDE = 64;

    /** A crop of the full size. */
    private record Crop(int order, float[] pixels, float confidence) {}

    /**
     * Makes them.
     *
     * @param mean that images are normalized by, per channel; not copied
     * @param std likewise
     */
    public SyntheticSet images(float[] mean, float[] std) {
        InputShape shape = real.images().shape();
        boolean large = Math.min(shape.height(), shape.width()) >= LARGE_SIDE
                && shape.height() % 2 == 0
                && shape.width() % 2 == 0;
        int factor = large ? 2 : 1;
        int cells = factor * factor;
        List<float[]> images = new ArrayList<>();
        List<Long> labels = new ArrayList<>();
        for (int label = 0; label < real.classes(); label++) {
            List<Crop> crops = crops(label, perClass * cells);
            for (int i = 0; i + cells <= crops.size() && i < perClass * cells; i += cells) {
                float[] together = new float[cells * shape.numbers()];
                for (int cell = 0; cell < cells; cell++) {
                    System.arraycopy(crops.get(i + cell).pixels, 0, together, cell * shape.numbers(), shape.numbers());
                }
                images.add(factor == 1 ? together : MultiFormation.encode(together, shape, factor));
                labels.add((long) label);
            }
        }
        float[] pixels = new float[images.size() * shape.numbers()];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i), 0, pixels, i * shape.numbers(), shape.numbers());
        }
        long[] classes = labels.stream().mapToLong(Long::longValue).toArray();
        return SyntheticSet.labelled(shape, real.classes(), pixels, classes, mean, std)
                .soft(teachers.probabilities(pixels));
    }

    /** Returns the surest crop of each image that is looked at, the surest image first. */
    private List<Crop> crops(int label, int needed) {
        SplittableRandom random = new SplittableRandom(Priority.of(label, seed ^ SALT));
        LabelledImages images = real.images();
        InputShape shape = images.shape();
        int[] positions = real.draw(label, Math.max(LOOKED_AT, needed), random);
        float[] pixels = new float[positions.length * shape.numbers()];
        images.read(positions, pixels);
        float[] cropped = new float[Math.multiplyExact(pixels.length, CROPS)];
        for (int i = 0; i < positions.length * CROPS; i++) {
            crop(pixels, i / CROPS, cropped, i, random, shape);
        }
        float[] said = teachers.probabilities(cropped, 1);
        List<Crop> surest = new ArrayList<>();
        for (int i = 0; i < positions.length; i++) {
            int best = i * CROPS;
            for (int k = best + 1; k < (i + 1) * CROPS; k++) {
                best = said[k * real.classes() + label] > said[best * real.classes() + label] ? k : best;
            }
            surest.add(new Crop(
                    i,
                    Arrays.copyOfRange(cropped, best * shape.numbers(), (best + 1) * shape.numbers()),
                    said[best * real.classes() + label]));
        }
        surest.sort(Comparator.comparingDouble((Crop crop) -> -crop.confidence).thenComparingInt(Crop::order));
        return surest;
    }

    /** Cuts a part of at least half the area out of an image, of its proportions, and scales it to the full size. */
    private static void crop(float[] from, int image, float[] to, int at, SplittableRandom random, InputShape shape) {
        double side = Math.sqrt(LEAST_AREA + (1 - LEAST_AREA) * random.nextDouble());
        int height = Math.max(1, (int) Math.round(side * shape.height()));
        int width = Math.max(1, (int) Math.round(side * shape.width()));
        int top = random.nextInt(shape.height() - height + 1);
        int left = random.nextInt(shape.width() - width + 1);
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.of(from, image * shape.numbers(), 1, shape.channels(), shape.height(), shape.width());
            Tensor part = x.narrow(2, top, height).narrow(3, left, width).contiguous();
            Tensor scaled = torch.upsample_bilinear2d(
                    part,
                    new long[] {shape.height(), shape.width()},
                    false,
                    new DoubleOptional(),
                    new DoubleOptional());
            System.arraycopy(Tensors.floats(scaled), 0, to, at * shape.numbers(), shape.numbers());
        }
    }
}
