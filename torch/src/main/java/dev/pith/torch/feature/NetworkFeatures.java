package dev.pith.torch.feature;

import dev.pith.PithException;
import dev.pith.parallel.ReadAhead;
import dev.pith.parallel.Workers;
import dev.pith.run.Progress;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes what a network makes of images, in evaluation mode, one row per id; the rows of images that cannot be read are NaN.
 * Images are read by a second thread. Memory: three batches of images and what the network makes of one.
 */
public final class NetworkFeatures {
    private static final int MOST_IMAGES = 256;
    private static final int MOST_NUMBERS = 5_000_000;

    private final Network network;
    private final ImageSet images;
    private final Workers workers;
    private final Progress progress;

    /** Takes a network that fits the images; owns neither. */
    public NetworkFeatures(Network network, ImageSet images, Workers workers, Progress progress) {
        this.network = network;
        this.images = images;
        this.workers = workers;
        this.progress = progress;
    }

    /** Writes the inputs of the last layer, {@code float32[n, e]}. */
    public void embeddings(Path file) {
        try (RowFile rows = new RowFile(file, images.size())) {
            forEachSlice(x -> new Tensor[] {network.embed(x)}, (ids, values) -> rows.write(ids, values[0]));
            rows.finish();
        }
    }

    /** Writes the outputs of the last layer, {@code float32[n, c]}. */
    public void logits(Path file) {
        try (RowFile rows = new RowFile(file, images.size())) {
            forEachSlice(x -> new Tensor[] {network.forward(x)}, (ids, values) -> rows.write(ids, values[0]));
            rows.finish();
        }
    }

    /**
     * Writes the outputs of the last layer as {@code float16[n, c]}: what another network can learn in place of labels,
     * {@link dev.pith.torch.train.SoftLabels}.
     *
     * @throws PithException when the network has other classes than the images' labels
     */
    public void softLabels(Path file) {
        requireClasses("soft labels need it to be of the same", "take the network of a run on these classes");
        try (RowFile rows = new RowFile(file, images.size(), true)) {
            forEachSlice(x -> new Tensor[] {network.forward(x)}, (ids, values) -> rows.write(ids, values[0]));
            rows.finish();
        }
    }

    /**
     * Writes the two factors of the last layer's gradient: the loss's derivatives by the logits and the embeddings.
     *
     * @param logitGradients becomes {@code float32[n, c]}
     * @param embeddings becomes {@code float32[n, e]}
     * @return the share of the images that the network names rightly
     * @throws PithException when the network is a program or has no last layer, the images have no labels, or those have
     *     another number of classes than the network: class 0 of one would be taken for class 0 of the other
     */
    public double gradients(LogitGradient loss, Path logitGradients, Path embeddings) {
        if (images.labels().length == 0) {
            throw new PithException(
                    images.name()
                            + ": has no labels, and gradient features need them; give `labels FILE`, or use `features embedding`");
        }
        if (network instanceof ScriptedNetwork) {
            throw new PithException("a TorchScript program gives its output and not the input of its last layer, and"
                    + " gradient features need both: use `features embedding`, or weights of a network by name");
        }
        requireClasses(
                "gradient features need it to be of the same",
                "use `features embedding`, or weights of a network for these classes");
        int[] right = new int[1];
        try (RowFile gradientRows = new RowFile(logitGradients, images.size());
                RowFile embeddingRows = new RowFile(embeddings, images.size())) {
            forEachSlice(
                    x -> {
                        Tensor embedding = network.embed(x);
                        return new Tensor[] {embedding, network.classify(embedding)};
                    },
                    (ids, values) -> {
                        embeddingRows.write(ids, values[0]);
                        gradientRows.write(ids, gradients(loss, ids, values[1]));
                        right[0] += right(ids, values[1]);
                    });
            gradientRows.finish();
            embeddingRows.finish();
        }
        return (double) right[0] / (images.size() - images.unreadable().size());
    }

    private void requireClasses(String need, String remedy) {
        if (network.classes() != images.classes()) {
            throw new PithException(images.name() + ": has " + images.classes() + " classes, but the network is of "
                    + network.classes() + ", and " + need + "; " + remedy);
        }
    }

    private float[] gradients(LogitGradient loss, int[] ids, float[] logits) {
        int classes = logits.length / ids.length;
        float[] gradients = new float[logits.length];
        double[] gradient = new double[classes];
        for (int i = 0; i < ids.length; i++) {
            int label = images.labels()[ids[i]];
            loss.fill(logits, i * classes, label, gradient);
            for (int k = 0; k < classes; k++) {
                gradients[i * classes + k] = (float) gradient[k];
            }
        }
        return gradients;
    }

    private int right(int[] ids, float[] logits) {
        int classes = logits.length / ids.length;
        int right = 0;
        for (int i = 0; i < ids.length; i++) {
            int named = 0;
            for (int k = 1; k < classes; k++) {
                named = logits[i * classes + k] > logits[i * classes + named] ? k : named;
            }
            right += named == images.labels()[ids[i]] ? 1 : 0;
        }
        return right;
    }

    /** What the network does with some images {@code (B, C, H, W)}; each result has B rows. */
    private interface Pass {
        Tensor[] of(Tensor x);
    }

    /** Takes what a pass made of some images, in id order. */
    private interface Sink {
        void accept(int[] ids, float[][] values);
    }

    private void forEachSlice(Pass pass, Sink sink) {
        network.parameters().training(false);
        long done = 0;
        List<int[]> plan = plan();
        int longest = plan.stream().mapToInt(ids -> ids.length).max().orElse(0);
        int length = Math.multiplyExact(longest, images.shape().numbers());
        try (ReadAhead<float[]> batches = new ReadAhead<>(
                plan.size(), () -> new float[length], (values, i) -> images.read(plan.get(i), values))) {
            for (int[] ids : plan) {
                float[] values = batches.next();
                float[][][] results = new float[(ids.length + Slices.SIZE - 1) / Slices.SIZE][][];
                Slices.forEach(
                        workers,
                        ids.length,
                        Slices.SIZE,
                        (from, count) -> results[from / Slices.SIZE] = run(pass, values, from, count));
                for (int slice = 0; slice < results.length; slice++) {
                    int from = slice * Slices.SIZE;
                    int to = Math.min(ids.length, from + Slices.SIZE);
                    sink.accept(Arrays.copyOfRange(ids, from, to), results[slice]);
                }
                batches.release(values);
                done += ids.length;
                progress.onStep(done, images.size());
            }
        }
    }

    private float[][] run(Pass pass, float[] values, int from, int count) {
        InputShape shape = images.shape();
        try (NoGradGuard noGradients = new NoGradGuard()) {
            Tensor[] results = pass.of(
                    Tensors.of(values, from * shape.numbers(), count, shape.channels(), shape.height(), shape.width()));
            float[][] rows = new float[results.length][];
            for (int k = 0; k < rows.length; k++) {
                rows[k] = Tensors.floats(results[k]);
            }
            return rows;
        }
    }

    /** Returns the readable ids in batches. */
    private List<int[]> plan() {
        BitSet left = new BitSet(images.size());
        images.unreadable().forEach(image -> left.set(image.id()));
        int[] ids =
                IntStream.range(0, images.size()).filter(id -> !left.get(id)).toArray();
        int batch =
                Math.max(1, Math.min(MOST_IMAGES, MOST_NUMBERS / images.shape().numbers()));
        List<int[]> plan = new ArrayList<>();
        for (int from = 0; from < ids.length; from += batch) {
            plan.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + batch)));
        }
        return plan;
    }
}
