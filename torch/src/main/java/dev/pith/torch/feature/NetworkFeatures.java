package dev.pith.torch.feature;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.Network;
import java.nio.file.Path;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a network makes of images, in evaluation mode, one row per id; the rows of images that cannot be read are
 * NaN. See {@link ImagePasses} for memory and threads.
 */
public final class NetworkFeatures {
    private final Network network;
    private final ImageSet images;
    private final Threads threads;
    private final Progress progress;
    private final @Nullable Path soft;

    /** Takes a network that fits the images; owns neither. */
    public NetworkFeatures(Network network, ImageSet images, Threads threads, Progress progress) {
        this(network, images, threads, progress, null);
    }

    private NetworkFeatures(Network network, ImageSet images, Threads threads, Progress progress, @Nullable Path soft) {
        this.network = network;
        this.images = images;
        this.threads = threads;
        this.progress = progress;
        this.soft = soft;
    }

    /**
     * Returns one that writes, in the same pass, the outputs of the last layer beside whatever else it writes: what
     * another network can learn in place of labels, {@link dev.pith.torch.train.SoftLabels}.
     *
     * @param file becomes {@code float16[n, c]}
     */
    public NetworkFeatures withSoftLabels(Path file) {
        return new NetworkFeatures(network, images, threads, progress, file);
    }

    /** Writes the inputs of the last layer, {@code float32[n, e]}. */
    public void embeddings(Path file) {
        try (RowFile rows = new RowFile(file, images.size());
                RowFile softRows = RowFile.ofHalves(soft, images.size())) {
            forEachSlice(
                    soft == null ? x -> new Tensor[] {network.embed(x)} : this::embedAndClassify, (ids, values) -> {
                        rows.write(ids, values[0]);
                        softRows.write(ids, values[values.length - 1]);
                    });
            rows.finish();
            softRows.finish();
        }
    }

    /** Writes the outputs of the last layer, {@code float32[n, c]}. */
    public void logits(Path file) {
        try (RowFile rows = new RowFile(file, images.size());
                RowFile softRows = RowFile.ofHalves(soft, images.size())) {
            forEachSlice(x -> new Tensor[] {network.forward(x)}, (ids, values) -> {
                rows.write(ids, values[0]);
                softRows.write(ids, values[0]);
            });
            rows.finish();
            softRows.finish();
        }
    }

    private Tensor[] embedAndClassify(Tensor x) {
        Tensor embedding = network.embed(x);
        return new Tensor[] {embedding, network.classify(embedding)};
    }

    /**
     * Writes the two factors of the last layer's gradient: the loss's derivatives by the logits and the embeddings.
     *
     * @param logitGradients becomes {@code float32[n, c]}
     * @param embeddings becomes {@code float32[n, e]}
     * @return the share of the images that the network names rightly
     * @throws PithException when the network is a program or has no last layer, the images have no labels, or those
     *     have another number of classes than the network: class 0 of one would be taken for class 0 of the other
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
                RowFile embeddingRows = new RowFile(embeddings, images.size());
                RowFile softRows = RowFile.ofHalves(soft, images.size())) {
            forEachSlice(this::embedAndClassify, (ids, values) -> {
                embeddingRows.write(ids, values[0]);
                gradientRows.write(ids, gradients(loss, ids, values[1]));
                softRows.write(ids, values[1]);
                right[0] += right(ids, values[1]);
            });
            gradientRows.finish();
            embeddingRows.finish();
            softRows.finish();
        }
        return (double) right[0] / (images.size() - images.unreadable().size());
    }

    /** Writes the last layer itself, {@code float32[c, e + 1]}, a row per class, the bias first. */
    public void lastLayer(Path file) {
        float[] rows = network.lastLayer();
        Npy.write(file, rows, network.classes(), rows.length / network.classes());
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

    private void forEachSlice(ImagePasses.Pass pass, ImagePasses.Sink sink) {
        int[] ids = ImagePasses.readable(images);
        new ImagePasses(network, images, threads).over(ids, pass, sink, done -> progress.onStep(done, images.size()));
    }
}
