package dev.pith.torch.condense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.parallel.Threads;
import dev.pith.torch.Doubles;
import dev.pith.torch.FillRule;
import dev.pith.torch.condense.TrajectoryMatching.Batch;
import dev.pith.torch.condense.TrajectoryMatching.Matched;
import dev.pith.torch.condense.TrajectoryMatching.Synthetic;
import dev.pith.torch.network.GoldenNetworks;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gradient through a student's steps is that of PyTorch in double precision, and that of a finite difference. */
class TrajectoryMatchingTest {
    private static final InputShape SHAPE = new InputShape(1, 28, 28);
    private static final int CLASSES = 10;

    /** Weights by a rule, and images. */
    private static final class Case implements AutoCloseable {
        final Network network;
        final Tensor[] start;
        final Tensor[] target;

        Case(String norm) {
            network = GoldenNetworks.convNet16(SHAPE, CLASSES, norm);
            Doubles.widen(network.parameters());
            network.parameters().training(true);
            start = weights("start/");
            Tensor[] other = weights("target/");
            target = new Tensor[start.length];
            Arrays.setAll(target, k -> start[k].add(other[k].sub(start[k]).mul(new Scalar(0.3))));
        }

        private Tensor[] weights(String prefix) {
            Parameters parameters = network.parameters();
            return parameters.learned().stream()
                    .map(name -> {
                        long[] shape = parameters.tensor(name).shape();
                        return Doubles.of(FillRule.values(prefix + name, shape), shape);
                    })
                    .toArray(Tensor[]::new);
        }

        Matched match(Synthetic synthetic, double rate, List<Batch> batches) {
            try (Threads threads = new Threads(2);
                    TrajectoryMatching matching = new TrajectoryMatching(network, threads)) {
                return matching.match(start, target, synthetic, rate, batches);
            }
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private static Tensor images(int count) {
        return Doubles.of(FillRule.values("images", 3.0, 0.0, count, 1, 28, 28), count, 1, 28, 28);
    }

    private static Tensor oneHot(int... labels) {
        float[] targets = new float[labels.length * CLASSES];
        for (int i = 0; i < labels.length; i++) {
            targets[i * CLASSES + labels[i]] = 1;
        }
        return Doubles.of(targets, labels.length, CLASSES);
    }

    private static int[] ints(JsonNode array) {
        return IntStream.range(0, array.size()).map(i -> array.get(i).asInt()).toArray();
    }

    @Test
    void fourStepsAsPyTorchUnrollsThem() throws IOException {
        Path folder = Golden.folder("condense").resolve("trajectory");
        JsonNode golden =
                new ObjectMapper().readTree(folder.resolve("case.json").toFile());
        List<Batch> batches = new ArrayList<>();
        golden.get("batches").forEach(batch -> batches.add(new Batch(ints(batch), UnaryOperator.identity())));
        try (PointerScope scope = new PointerScope();
                Case of = new Case("instancenorm")) {
            Synthetic synthetic = new Synthetic(images(20), oneHot(ints(golden.get("labels"))), false);
            Matched matched =
                    of.match(synthetic, golden.get("student_learning_rate").asDouble(), batches);
            assertThat(matched.loss()).isCloseTo(golden.get("loss").asDouble(), within(1e-6));
            double byRate = golden.get("learning_rate_gradient").asDouble();
            assertThat(matched.rate()).isCloseTo(byRate, within(1e-6 * Math.abs(byRate)));
            Doubles.assertClose(matched.images(), folder.resolve("image_gradient.npy"), 1e-6);
        }
    }

    private static List<Batch> twoSteps(int count, UnaryOperator<Tensor> varied) {
        int[] all = IntStream.range(0, count).toArray();
        int[] others = IntStream.range(0, count)
                .map(i -> count - 1 - i)
                .limit(count / 2 + 1)
                .toArray();
        return List.of(new Batch(all, varied), new Batch(others, varied));
    }

    private static UnaryOperator<Tensor> varied() {
        SiameseAugmentation augmentation = new SiameseAugmentation(SiameseAugmentation.USUAL, true);
        return x -> augmentation.eachDifferently().apply(x, new SplittableRandom(4));
    }

    /** Batch normalization too, where a batch is one slice: what the loss changes by when images and rate do. */
    @ParameterizedTest
    @ValueSource(strings = {"instancenorm", "batchnorm"})
    void theGradientIsWhatTheLossChangesBy(String norm) {
        int count = 9;
        double h = 1e-8; // so near that hardly a unit of the network is switched on or off in between
        try (PointerScope scope = new PointerScope();
                Case of = new Case(norm)) {
            Tensor labels = Doubles.of(FillRule.values("labels", 2.0, 0.0, count, CLASSES), count, CLASSES);
            Tensor direction = Doubles.of(FillRule.values("direction", 2.0, 0.0, count, 1, 28, 28), count, 1, 28, 28);
            List<Batch> batches = twoSteps(count, varied());
            ToDoubleFunction<Double> along = step -> of.match(
                            new Synthetic(images(count).add(direction, new Scalar(step)), labels, true), 0.03, batches)
                    .loss();
            Matched matched = of.match(new Synthetic(images(count), labels, true), 0.03, batches);
            double byImages = matched.images().mul(direction).sum().item_double();
            assertThat((along.applyAsDouble(h) - along.applyAsDouble(-h)) / (2 * h))
                    .isCloseTo(byImages, within(1e-3 * Math.abs(byImages)));
            Synthetic synthetic = new Synthetic(images(count), labels, true);
            double byRate = (of.match(synthetic, 0.03 + h, batches).loss()
                            - of.match(synthetic, 0.03 - h, batches).loss())
                    / (2 * h);
            assertThat(byRate).isCloseTo(matched.rate(), within(1e-3 * Math.abs(byRate)));
        }
    }

    /** Two layers that can be told which weights to use, so that gradients can flow through those of earlier steps. */
    private static final class TwoLayers extends Network {
        private Tensor[] weights;

        TwoLayers() {
            super(new Parameters(3));
            Parameters parameters = parameters();
            weights = new Tensor[] {
                parameters.uniform("first", 0.2, 64, 6),
                parameters.uniform("second", 1, 6, CLASSES),
                parameters.uniform("bias", 1, CLASSES)
            };
            Doubles.widen(parameters);
        }

        void use(Tensor... others) {
            weights = others;
        }

        @Override
        public Tensor embed(Tensor x) {
            return x.flatten(1, -1).matmul(weights[0]).tanh();
        }

        @Override
        public Tensor classify(Tensor embedding) {
            return embedding.matmul(weights[1]).add(weights[2]);
        }
    }

    private static Tensor[] filled(String name, Tensor... like) {
        return Arrays.stream(like)
                .map(each -> Doubles.of(FillRule.values(name, 1, 0, each.shape()), each.shape()))
                .toArray(Tensor[]::new);
    }

    /** Three slices in one step and two in the other, variation, learned labels. */
    @Test
    void theSameAsUnrolled() {
        int count = 60;
        try (PointerScope scope = new PointerScope();
                Threads threads = new Threads(2);
                TwoLayers network = new TwoLayers();
                TrajectoryMatching matching = new TrajectoryMatching(network, threads)) {
            Tensor images = Doubles.of(FillRule.values("images", 3.0, 0.0, count, 1, 8, 8), count, 1, 8, 8);
            Tensor logits = Doubles.of(FillRule.values("labels", 2.0, 0.0, count, CLASSES), count, CLASSES);
            Tensor[] start = filled("start", network.weights);
            Tensor[] target = filled("target", network.weights);
            List<Batch> batches = twoSteps(count, varied());
            Matched matched = matching.match(start, target, new Synthetic(images, logits, true), 0.3, batches);

            Tensor x = images.detach().clone().set_requires_grad(true);
            Tensor z = logits.detach().clone().set_requires_grad(true);
            Tensor rate = Doubles.of(new float[1], 1).add(new Scalar(0.3)).set_requires_grad(true);
            Tensor loss = unrolled(network, start, target, x, z, rate, batches);
            assertThat(matched.loss()).isCloseTo(loss.item_double(), within(1e-12));
            TensorVector gradients = torch.grad(new TensorVector(loss), new TensorVector(x, z, rate));
            assertSame(matched.images(), gradients.get(0));
            assertSame(matched.labels(), gradients.get(1));
            double byRate = gradients.get(2).item_double();
            assertThat(matched.rate()).isCloseTo(byRate, within(1e-9 * Math.abs(byRate)));
        }
    }

    private static Tensor unrolled(
            TwoLayers network, Tensor[] start, Tensor[] target, Tensor x, Tensor z, Tensor rate, List<Batch> batches) {
        Tensor[] w = Arrays.stream(start)
                .map(each -> each.detach().clone().set_requires_grad(true))
                .toArray(Tensor[]::new);
        for (Batch batch : batches) {
            network.use(w);
            Tensor index = Tensor.create(
                    Arrays.stream(batch.positions()).asLongStream().toArray());
            Tensor logits = network.forward(batch.varied().apply(x.index_select(0, index)));
            Tensor targets = torch.softmax(z.index_select(0, index), 1);
            Tensor loss =
                    targets.mul(torch.log_softmax(logits, 1)).sum(1).mean().neg();
            Tensor[] g = GradientMatching.gradient(loss, w, true);
            Tensor[] next = new Tensor[w.length];
            for (int k = 0; k < w.length; k++) {
                next[k] = w[k].sub(rate.mul(g[k]));
            }
            w = next;
        }
        return squaredDistance(w, target).div(squaredDistance(start, target));
    }

    private static Tensor squaredDistance(Tensor[] a, Tensor[] b) {
        Tensor sum = Doubles.of(new float[1], 1);
        for (int k = 0; k < a.length; k++) {
            Tensor difference = a[k].sub(b[k]);
            sum = sum.add(difference.mul(difference).sum());
        }
        return sum;
    }

    private static void assertSame(Tensor actual, Tensor expected) {
        double[] values = Doubles.values(actual);
        double[] others = Doubles.values(expected);
        double largest = Arrays.stream(others).map(Math::abs).max().orElseThrow();
        assertThat(largest).isPositive();
        assertThat(values).containsExactly(others, within(1e-9 * largest));
    }
}
