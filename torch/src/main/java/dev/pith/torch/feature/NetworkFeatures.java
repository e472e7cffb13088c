package dev.pith.torch.feature;

import dev.pith.PithException;
import dev.pith.data.pixels.Unreadable;
import dev.pith.run.Progress;
import dev.pith.torch.Tensors;
import dev.pith.torch.image.Batches;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Writes what a network makes of images, in evaluation mode, one row per id; the rows of images that cannot be read are NaN.
 * Images are read by a second thread. Memory: two batches of images and what the network makes of one.
 */
public final class NetworkFeatures {
    private static final int MOST_IMAGES = 256;
    private static final int MOST_NUMBERS = 5_000_000;

    private final Network network;
    private final ImageSet images;
    private final Progress progress;

    /** Takes a network that fits the images; owns neither. */
    public NetworkFeatures(Network network, ImageSet images, Progress progress) {
        this.network = network;
        this.images = images;
        this.progress = progress;
    }

    /** Writes the inputs of the last layer, {@code float32[n, e]}. */
    public void embeddings(Path file) {
        try (RowFile embeddings = new RowFile(file, images.size())) {
            forEachBatch((ids, x) -> write(embeddings, ids, network.embed(x)));
            embeddings.finish();
        }
    }

    /** Writes the outputs of the last layer, {@code float32[n, c]}. */
    public void logits(Path file) {
        try (RowFile logits = new RowFile(file, images.size())) {
            forEachBatch((ids, x) -> write(logits, ids, network.forward(x)));
            logits.finish();
        }
    }

    /**
     * Writes the two factors of the last layer's gradient: the loss's derivatives by the logits and the embeddings.
     *
     * @param logitGradients becomes {@code float32[n, c]}
     * @param embeddings becomes {@code float32[n, e]}
     * @throws PithException when the images have no labels, or a label is beyond the classes of the network
     */
    public void gradients(LogitGradient loss, Path logitGradients, Path embeddings) {
        if (images.labels().length == 0) {
            throw new PithException(
                    images.name()
                            + ": has no labels, and gradient features need them; give --labels FILE, or use --features embedding");
        }
        try (RowFile gradientRows = new RowFile(logitGradients, images.size());
                RowFile embeddingRows = new RowFile(embeddings, images.size())) {
            forEachBatch((ids, x) -> {
                Tensor embedding = network.embed(x); // (B, e)
                Tensor logits = network.classify(embedding); // (B, c)
                write(embeddingRows, ids, embedding);
                int classes = Math.toIntExact(logits.size(1));
                gradientRows.write(ids, gradients(loss, ids, Tensors.floats(logits), classes), classes);
            });
            gradientRows.finish();
            embeddingRows.finish();
        }
    }

    private float[] gradients(LogitGradient loss, int[] ids, float[] logits, int classes) {
        float[] gradients = new float[logits.length];
        double[] gradient = new double[classes];
        for (int i = 0; i < ids.length; i++) {
            int label = images.labels()[ids[i]];
            if (label >= classes) {
                throw new PithException(images.name() + ": label " + label + " of sample " + ids[i] + " is beyond the "
                        + classes + " classes of the network; use a network made for these classes");
            }
            loss.fill(logits, i * classes, label, gradient);
            for (int k = 0; k < classes; k++) {
                gradients[i * classes + k] = (float) gradient[k];
            }
        }
        return gradients;
    }

    private static void write(RowFile file, int[] ids, Tensor rows) {
        file.write(ids, Tensors.floats(rows), Math.toIntExact(rows.size(1)));
    }

    /** What is done with a batch {@code (B, C, H, W)}; tensors made meanwhile are freed after it. */
    private interface Step {
        void accept(int[] ids, Tensor x);
    }

    private void forEachBatch(Step step) {
        InputShape shape = images.shape();
        List<int[]> plan = plan();
        network.parameters().training(false);
        long done = 0;
        try (NoGradGuard noGradients = new NoGradGuard();
                Batches batches = new Batches(images, plan)) {
            for (Batches.Batch batch = batches.next(); batch != null; batch = batches.next()) {
                int[] ids = batch.ids();
                try (PointerScope scope = new PointerScope()) {
                    step.accept(
                            ids,
                            Tensors.of(batch.values(), ids.length, shape.channels(), shape.height(), shape.width()));
                }
                done += ids.length;
                progress.onStep(done, images.size());
            }
        }
    }

    /** Returns the readable ids in batches. */
    private List<int[]> plan() {
        Set<Integer> left = new HashSet<>();
        images.unreadable().stream().map(Unreadable::id).forEach(left::add);
        int[] ids = IntStream.range(0, images.size())
                .filter(id -> !left.contains(id))
                .toArray();
        InputShape shape = images.shape();
        int batch =
                Math.max(1, Math.min(MOST_IMAGES, MOST_NUMBERS / (shape.channels() * shape.height() * shape.width())));
        List<int[]> plan = new ArrayList<>();
        for (int from = 0; from < ids.length; from += batch) {
            plan.add(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + batch)));
        }
        return plan;
    }
}
