package dev.pith.torch.feature;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Classes;
import dev.pith.random.Priority;
import dev.pith.run.Progress;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.Network;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.SampleCount;
import dev.pith.torch.train.Trainer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * What networks say of images that they have not learned from: images are dealt into folds, class by class, and each
 * fold is looked at by a network that was trained on the others, as the one behind the features is.
 *
 * @param probabilities a probability of each class for each image, {@code float[n][classes]}; null for images that
 *     cannot be read; not copied
 * @param distances of each image from the {@value #NEIGHBORS} nearest that its network has learned from, the mean of 1
 *     less the cosine of their embeddings, in [0, 2]; NaN for images that cannot be read; not copied
 */
public record OutOfSample(float[][] probabilities, double[] distances) {
    /** How many neighbours an image is compared with. */
    public static final int NEIGHBORS = 10;

    /** Folds unless told otherwise. */
    public static final int FOLDS = 4;

    private static final long SALT = 0x666f6c6473L;
    private static final int BLOCK = 128; // images whose products with all learned ones are held at once

    /**
     * Trains a network for each fold, and looks.
     *
     * @param net full or short name
     * @param images with labels of two classes at least
     * @param folds from 2, at most the number of images that can be read
     * @param epochs of each training
     * @param scratch a file for embeddings, written over for each fold; deleted by the caller
     * @param progress hears of images learned from
     * @throws dev.pith.PithException as {@link FeatureTraining#train}
     */
    public static OutOfSample of(
            String net,
            ImageSet images,
            int folds,
            int epochs,
            long seed,
            Path scratch,
            Threads threads,
            Progress progress) {
        int[] readable = ImagePasses.readable(images);
        if (folds < 2 || folds > readable.length) {
            throw new IllegalArgumentException(
                    "`folds` must be from 2 to the number of images, " + readable.length + ", got " + folds);
        }
        images.requireEveryClass();
        double[] distances = new double[images.size()];
        Arrays.fill(distances, Double.NaN);
        OutOfSample seen = new OutOfSample(new float[images.size()][], distances);
        int[][] parts = deal(images, readable, folds, seed ^ SALT);
        long total = (long) epochs * readable.length * (folds - 1);
        long before = 0;
        for (int fold = 0; fold < folds; fold++) {
            int[] held = parts[fold];
            BitSet out = new BitSet();
            Arrays.stream(held).forEach(out::set);
            int[] learned = Arrays.stream(readable).filter(id -> !out.get(id)).toArray();
            long start = before;
            FeatureTraining.train(
                    net,
                    images,
                    LabelledImages.of(images, learned),
                    epochs,
                    Priority.of(fold, seed ^ SALT),
                    threads,
                    network -> new AtTheEnd(
                            epochs,
                            done -> progress.onStep(Math.min(total, start + done), total),
                            () -> seen.look(network, images, held, learned, scratch, threads)),
                    null);
            before += (long) epochs * learned.length;
        }
        return seen;
    }

    /** Counts images, and does something when the last epoch is over and the network still there. */
    private static final class AtTheEnd extends SampleCount {
        private final Runnable end;
        private int epochs;

        AtTheEnd(int epochs, LongConsumer seen, Runnable end) {
            super(seen);
            this.epochs = epochs;
            this.end = end;
        }

        @Override
        public void onEpoch(Trainer trainer, EpochRecord epoch) {
            if (--epochs == 0) {
                end.run();
            }
        }
    }

    private void look(Network network, ImageSet images, int[] held, int[] learned, Path scratch, Threads threads) {
        new ImagePasses(network, images, threads)
                .over(
                        held,
                        x -> new Tensor[] {network.forward(x).softmax(1)},
                        (ids, values) -> keep(ids, values[0]),
                        count -> {});
        new NetworkFeatures(network, images, threads, Progress.NONE).embeddings(scratch);
        try (Features embeddings = new DenseFeatures(Npy.mapFloats(scratch), threads)) {
            for (int from = 0; from < held.length; from += BLOCK) {
                int[] block = Arrays.copyOfRange(held, from, Math.min(held.length, from + BLOCK));
                float[][] products = new float[block.length][learned.length];
                embeddings.approximateDots(learned, block, products);
                threads.forEach(
                        block.length, i -> distances[block[i]] = distance(embeddings, block[i], learned, products[i]));
            }
        }
    }

    private void keep(int[] ids, float[] rows) {
        int classes = rows.length / ids.length;
        for (int i = 0; i < ids.length; i++) {
            probabilities[ids[i]] = Arrays.copyOfRange(rows, i * classes, (i + 1) * classes);
        }
    }

    private static double distance(Features embeddings, int id, int[] learned, float[] products) {
        double norm = Math.sqrt(embeddings.squaredNorm(id));
        double[] cosines = new double[learned.length];
        for (int k = 0; k < cosines.length; k++) {
            double both = norm * Math.sqrt(embeddings.squaredNorm(learned[k]));
            cosines[k] = both > 0 ? products[k] / both : 0;
        }
        Arrays.sort(cosines);
        int count = Math.min(NEIGHBORS, cosines.length);
        return 1
                - Arrays.stream(cosines, cosines.length - count, cosines.length).sum() / count;
    }

    /** Returns the ids in parts, ascending, that differ by one sample at most, in all and in each class. */
    static int[][] deal(ImageSet images, int[] readable, int parts, long seed) {
        BitSet excluded = new BitSet(images.size());
        excluded.set(0, images.size());
        IntStream.of(readable).forEach(excluded::clear);
        long[] labels = Arrays.stream(images.labels()).asLongStream().toArray();
        IntStream.Builder[] dealt =
                IntStream.range(0, parts).mapToObj(part -> IntStream.builder()).toArray(IntStream.Builder[]::new);
        int next = 0;
        for (int[] ids : Classes.byLabel(labels, excluded).ids()) {
            for (int id : Priority.shuffled(ids, seed)) {
                dealt[next].add(id);
                next = (next + 1) % parts;
            }
        }
        return Arrays.stream(dealt).map(part -> part.build().sorted().toArray()).toArray(int[][]::new);
    }
}
