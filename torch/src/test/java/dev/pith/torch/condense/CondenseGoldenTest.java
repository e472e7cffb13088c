package dev.pith.torch.condense;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.GoldenNetworks;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Distances, gradients, augmentations and whole steps give what PyTorch gave in double precision. */
class CondenseGoldenTest {
    private static final double TOLERANCE = 1e-4;
    private static final InputShape SHAPE = new InputShape(1, 28, 28);
    private static final int LABEL = 3;

    private static Path file(String name) {
        return Golden.folder("condense").resolve(name);
    }

    private static JsonNode json(String name) throws IOException {
        return new ObjectMapper().readTree(file(name).toFile());
    }

    private static float[] floats(Path file) {
        double[] values = Npy.readDoubles(file);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static int[][] ids(Path file, int width) {
        double[] values = Npy.readDoubles(file);
        return IntStream.range(0, values.length / width)
                .mapToObj(row -> IntStream.range(0, width)
                        .map(i -> (int) values[row * width + i])
                        .toArray())
                .toArray(int[][]::new);
    }

    private static void assertClose(float[] actual, float... golden) {
        assertClose(TOLERANCE, actual, golden);
    }

    private static void assertClose(double tolerance, float[] actual, float... golden) {
        double largest = 0;
        double worst = 0;
        assertThat(actual).hasSameSizeAs(golden);
        for (int i = 0; i < golden.length; i++) {
            largest = Math.max(largest, Math.abs(golden[i]));
            worst = Math.max(worst, Math.abs(actual[i] - golden[i]));
        }
        assertThat(worst).isLessThan(tolerance * largest);
    }

    private static Network network(String norm) {
        Network network = GoldenNetworks.convNet16(SHAPE, 10, norm);
        network.parameters()
                .tensors()
                .forEach((name, tensor) -> Tensors.write(tensor, FillRule.values(name, tensor.shape())));
        return network;
    }

    private static SyntheticSet set(float[] images, long... labels) {
        return SyntheticSet.labelled(SHAPE, 10, images, labels, new float[1], new float[] {1});
    }

    private static ClassImages matched() {
        long[] labels = new long[16];
        Arrays.fill(labels, LABEL);
        return new ClassImages(
                LABEL,
                set(floats(file("real.npy")), labels),
                IntStream.range(0, 16).toArray(),
                floats(file("synthetic.npy")),
                0,
                2,
                UnaryOperator.identity(),
                1);
    }

    @ParameterizedTest
    @EnumSource
    void distancesOfGradientsAndWhatTheyMakeOfTheImages(MatchingDistance distance) throws IOException {
        String name = distance.toString();
        float[] gradient = new float[2 * SHAPE.numbers()];
        try (Network network = network("instancenorm");
                PointerScope scope = new PointerScope()) {
            double between = new GradientMatching(distance).match(network, matched(), gradient);
            double golden = json("matching.json").get("distance").get(name).asDouble();
            assertThat(between).isCloseTo(golden, within(TOLERANCE * golden));
        }
        assertClose(gradient, floats(file("image_gradient_" + name + ".npy")));
    }

    @Test
    void distancePerParameter() throws IOException {
        try (Network network = network("instancenorm");
                PointerScope scope = new PointerScope()) {
            ClassImages images = matched();
            Tensor[] learned = network.parameters().learned().stream()
                    .map(network.parameters().tensors()::get)
                    .toArray(Tensor[]::new);
            Tensor[] synthetic = GradientMatching.gradient(
                    GradientMatching.loss(network, images.syntheticImages(0, 2), LABEL, 2), learned, false);
            Tensor[] real = GradientMatching.gradient(
                    GradientMatching.loss(network, images.realImages(0, 16), LABEL, 16), learned, false);
            for (int k = 0; k < learned.length; k++) {
                String name = network.parameters().learned().get(k);
                assertThat(Tensors.floats(real[k])) // of biases before a normalization all but rounding is 0
                        .containsExactly(floats(file("real_gradient." + name + ".npy")), within(1e-4f));
                double golden = json("matching.json")
                        .get("ours_per_parameter")
                        .get(name)
                        .asDouble();
                assertThat(MatchingDistance.OURS.compares(learned[k])).isEqualTo(golden != 0);
                if (golden != 0) {
                    double between = MatchingDistance.OURS
                            .of(List.of(synthetic[k]), List.of(real[k]))
                            .item_double();
                    assertThat(between).as(name).isCloseTo(golden, within(TOLERANCE * golden));
                }
            }
        }
    }

    static Stream<String> augmentations() throws IOException {
        List<String> names = new ArrayList<>();
        json("augment/case.json").get("drawn").fieldNames().forEachRemaining(names::add);
        return names.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("augmentations")
    void augmentedImagesAndTheirGradients(String name) throws IOException {
        JsonNode drawn = json("augment/case.json").get("drawn").get(name);
        double[] values = IntStream.range(0, drawn.size())
                .mapToDouble(i -> drawn.get(i).asDouble())
                .toArray();
        String[] parts = name.split("-", -1);
        Operation operation = Operation.valueOf(parts[0].toUpperCase(Locale.ROOT));
        int channels = parts[1].equals("rgb") ? 3 : 1;
        float[] input = floats(file("augment/" + parts[1] + ".npy"));
        int side = channels == 3 ? 32 : 28;
        int count = input.length / (channels * side * side);
        try (PointerScope scope = new PointerScope()) {
            Tensor x = Tensors.of(input, 0, count, channels, side, side).set_requires_grad(true);
            Tensor result = operation.apply(x, values);
            assertClose(Tensors.floats(result), floats(file("augment/" + name + ".npy")));
            float[] weights = FillRule.values("weights", 2, 0, result.shape());
            Tensor sum = result.mul(Tensors.of(weights, 0, result.shape())).sum();
            Tensor gradient = GradientMatching.gradient(sum, new Tensor[] {x}, false)[0];
            assertClose(Tensors.floats(gradient), floats(file("augment/" + name + "-gradient.npy")));
        }
    }

    private static RealClasses pool() {
        float[] images = floats(file("pool_images.npy"));
        for (int i = 0; i < images.length; i++) {
            images[i] = (images[i] / 255 - 0.2861f) / 0.3530f;
        }
        return new RealClasses(set(images, Npy.readLongs(file("pool_labels.npy"))));
    }

    private static NetworkCondenser condenser(CondensationMethod method, Threads threads) {
        return new NetworkCondenser(
                Condensation.usual(method, "convnet", 2, 0),
                pool(),
                IntStream.range(0, 10).toArray(),
                FillRule.values("start", 3, 0, new long[] {20, 1, 28, 28}),
                threads);
    }

    private static List<UnaryOperator<Tensor>> unvaried() {
        return Collections.nCopies(10, UnaryOperator.identity());
    }

    /**
     * Compares an outer step. Later ones also have the float32 roundings of earlier ones, which the trainings between
     * them amplify as the processor likes: up to 1.2e-4 over those that {@code bench/processors} stands for, in
     * place of 1e-5.
     */
    private static void assertStep(String name, int step, double loss, Condenser condenser) throws IOException {
        double golden = json(name + "/case.json").get("losses").get(step).asDouble();
        double tolerance = step == 0 ? TOLERANCE : 10 * TOLERANCE;
        assertThat(loss).as("step %d", step).isCloseTo(golden, within(tolerance * golden));
        float[] all = floats(file(name + "/images.npy"));
        int length = all.length / 3;
        assertClose(tolerance, condenser.state().images(), Arrays.copyOfRange(all, step * length, (step + 1) * length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"instancenorm", "batchnorm"})
    void threeStepsOfGradientMatching(String norm) throws IOException {
        String name = "dc-" + norm.replace("norm", "-norm");
        try (Threads threads = new Threads(2);
                Network network = network(norm)) {
            NetworkCondenser condenser = condenser(CondensationMethod.DC, threads);
            int[][] real = ids(file(name + "/real_ids.npy"), 12);
            int[][] seen = norm.equals("batchnorm") ? ids(file(name + "/batchnorm_ids.npy"), 16) : new int[30][];
            for (int outer = 0; outer < 3; outer++) {
                condenser.takeStatistics(network, Arrays.copyOfRange(seen, 10 * outer, 10 * outer + 10));
                int[][] positions = Arrays.copyOfRange(real, 10 * outer, 10 * outer + 10);
                assertStep(name, outer, condenser.compare(network, positions, unvaried()), condenser);
                condenser.train(network, 2, new SplittableRandom(outer)); // full batches, whose order is rounding alone
            }
        }
    }

    @Test
    void threeStepsOfDistributionMatching() throws IOException {
        try (Threads threads = new Threads(2)) {
            NetworkCondenser condenser = condenser(CondensationMethod.DM, threads);
            int[][] real = ids(file("dm/real_ids.npy"), 12);
            for (int step = 0; step < 3; step++) {
                try (Network network = network("instancenorm")) {
                    int[][] positions = Arrays.copyOfRange(real, 10 * step, 10 * step + 10);
                    assertStep("dm", step, condenser.compare(network, positions, unvaried()), condenser);
                }
            }
        }
    }
}
