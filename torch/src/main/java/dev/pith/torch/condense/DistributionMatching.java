package dev.pith.torch.condense;

import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Network;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Distribution matching (Zhao and Bilen, WACV 2023, equation 4): synthetic images of a class should have the mean
 * embedding, in networks with random weights, that real ones have. The distance is the squared difference of the means.
 */
record DistributionMatching() implements Matching {
    @Override
    public double match(Network network, ClassImages images, float[] gradient) {
        Tensor real = mean(network, images.realCount(), Slices.SIZE, images.realCount(), images::realImages);
        boolean atOnce = images.count() <= images.slice();
        Tensor first = images.syntheticImages(0, Math.min(images.slice(), images.count()));
        Tensor embedded = embed(network, images, first);
        Tensor synthetic = atOnce
                ? embedded.detach().mean(0)
                : mean(
                        network,
                        images.count(),
                        images.slice(),
                        images.seenCount(),
                        (from, size) -> images.seen(images.syntheticImages(from, size)));
        Tensor difference = synthetic.sub(real);
        // d distance / d embedding of each image
        Tensor along = difference.mul(new Scalar(2.0 / images.seenCount()));
        put(embedded, first, along, images, 0, gradient);
        for (int from = images.slice(); from < images.count(); from += images.slice()) {
            try (PointerScope scope = new PointerScope()) {
                Tensor x = images.syntheticImages(from, Math.min(images.slice(), images.count() - from));
                put(embed(network, images, x), x, along, images, from, gradient);
            }
        }
        return difference.mul(difference).sum().item_double();
    }

    private static Tensor embed(Network network, ClassImages images, Tensor x) {
        return network.embed(images.seen(x));
    }

    private static void put(Tensor embedded, Tensor x, Tensor along, ClassImages images, int from, float[] gradient) {
        TensorVector all = torch.grad(new TensorVector(embedded.mul(along).sum()), new TensorVector(x));
        images.put(all.get(0), from, gradient);
    }

    /** Some images of a batch, varied. */
    @FunctionalInterface
    private interface Images {
        Tensor images(int from, int size);
    }

    /**
     * Returns the mean embedding {@code (e)}; the open scope owns it.
     *
     * @param all how many are seen
     */
    private static Tensor mean(Network network, int count, int slices, int all, Images images) {
        Tensor sum = null;
        for (int from = 0; from < count; from += slices) {
            int begin = from;
            Tensor slice = Tensors.tidy(() -> {
                try (NoGradGuard noGradients = new NoGradGuard()) {
                    Tensor x = images.images(begin, Math.min(slices, count - begin));
                    return network.embed(x).sum(0);
                }
            });
            sum = sum == null ? slice : sum.add(slice);
        }
        return Objects.requireNonNull(sum).div(new Scalar((double) all));
    }

    /**
     * Compares all classes in one batch: where a network normalizes by batches, what it makes of an image depends on
     * the others.
     *
     * @param gradient {@code float[m * c * h * w]}
     * @return the sum of the distances
     */
    static double matchJointly(Network network, List<ClassImages> classes, float[] gradient) {
        Tensor real = Tensors.tidy(() -> {
            try (NoGradGuard noGradients = new NoGradGuard()) {
                Tensor x = concatenated(classes, each -> each.realImages(0, each.realCount()));
                return means(network.embed(x), classes, ClassImages::realCount);
            }
        });
        List<Tensor> synthetic = classes.stream()
                .map(each -> each.syntheticImages(0, each.count()))
                .toList();
        Tensor[] varied = new Tensor[synthetic.size()];
        Arrays.setAll(varied, c -> classes.get(c).seen(synthetic.get(c)));
        Tensor embedded = network.embed(torch.cat(new TensorVector(varied)));
        Tensor difference = means(embedded, classes, ClassImages::seenCount).sub(real);
        Tensor distance = difference.mul(difference).sum();
        TensorVector gradients =
                torch.grad(new TensorVector(distance), new TensorVector(synthetic.toArray(Tensor[]::new)));
        for (int c = 0; c < classes.size(); c++) {
            classes.get(c).put(gradients.get(c), 0, gradient);
        }
        return distance.item_double();
    }

    private static Tensor concatenated(List<ClassImages> classes, Function<ClassImages, Tensor> images) {
        return torch.cat(new TensorVector(classes.stream().map(images).toArray(Tensor[]::new)));
    }

    /** Returns the mean of the rows of each class: {@code (sum of counts, e) -> (classes, e)}. */
    private static Tensor means(Tensor rows, List<ClassImages> classes, ToIntFunction<ClassImages> count) {
        Tensor[] means = new Tensor[classes.size()];
        int from = 0;
        for (int c = 0; c < means.length; c++) {
            int size = count.applyAsInt(classes.get(c));
            means[c] = rows.narrow(0, from, size).mean(0);
            from += size;
        }
        return torch.stack(new TensorVector(means));
    }
}
