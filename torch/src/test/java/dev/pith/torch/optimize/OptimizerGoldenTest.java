package dev.pith.torch.optimize;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Golden;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.torch.optimize.Optimizer.Regular;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Twenty steps of every optimizer along given gradients, as PyTorch and the published code take them. */
class OptimizerGoldenTest {
    private static final List<String> NAMES = List.of("weight", "bias", "zero", "big");
    private static final int STEPS = 20;

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of("sgd", new Sgd(0, false, 0), 0.1),
                Arguments.of("sgd-momentum", new Sgd(0.5, false, 0), 0.1),
                Arguments.of("sgd-momentum-nesterov-decay", new Sgd(0.9, true, 0.0005), 0.1),
                Arguments.of("adam", new Adam(0.9, 0.999, 1e-8, 0.0001, false), 0.001),
                Arguments.of("adamw", new Adam(0.9, 0.95, 1e-8, 0.05, true), 0.001),
                Arguments.of("lars", new Lars(0.9, 0.0005, 0.001, 0), 5.2),
                Arguments.of("lamb", new Lamb(0.9, 0.999, 1e-6, 0.0005), 0.01));
    }

    @ParameterizedTest(name = "{0} in double")
    @MethodSource("cases")
    void followsTheGoldenTrajectoryInDouble(String name, UpdateRule rule, double rate) {
        follow(name, rule, rate, ScalarType.Double, 1e-10);
    }

    @ParameterizedTest(name = "{0} in float32")
    @MethodSource("cases")
    void followsTheGoldenTrajectoryInFloat(String name, UpdateRule rule, double rate) {
        follow(name, rule, rate, ScalarType.Float, 1e-5);
    }

    private static void follow(String name, UpdateRule rule, double rate, ScalarType type, double tolerance) {
        Path folder = Golden.folder("optimizers");
        try (PointerScope scope = new PointerScope()) {
            Map<String, Tensor> parameters = new LinkedHashMap<>();
            Map<String, Trajectory> golden = new LinkedHashMap<>();
            Map<String, Trajectory> gradients = new LinkedHashMap<>();
            for (String parameter : NAMES) {
                golden.put(parameter, Trajectory.read(folder.resolve(name).resolve(parameter + ".npy")));
                gradients.put(parameter, Trajectory.read(folder.resolve("gradients-" + parameter + ".npy")));
                Tensor start = golden.get(parameter).row(0, type);
                parameters.put(parameter, start.set_requires_grad(true));
            }
            try (Optimizer optimizer = new Optimizer(rule, parameters, Regular.ALL)) {
                for (int step = 0; step < STEPS; step++) {
                    for (String parameter : NAMES) {
                        Tensor gradient =
                                requireNonNull(gradients.get(parameter)).row(step, type);
                        requireNonNull(parameters.get(parameter)).mutable_grad().put(gradient);
                    }
                    optimizer.step(rate);
                    for (String parameter : NAMES) {
                        double[] expected =
                                requireNonNull(golden.get(parameter)).values(step + 1);
                        double largest = Math.max(
                                1, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
                        assertThat(doubles(requireNonNull(parameters.get(parameter))))
                                .as("%s after step %d", parameter, step)
                                .containsExactly(expected, within(tolerance * largest));
                    }
                }
                assertThat(optimizer.steps()).isEqualTo(STEPS);
            }
        }
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[(int) tensor.numel()];
        try (DoublePointer data =
                tensor.detach().to(ScalarType.Double).contiguous().data_ptr_double()) {
            data.get(values);
        }
        return values;
    }

    /** A golden array whose first dimension is the step. */
    private record Trajectory(double[] all, long[] shape) {
        static Trajectory read(Path file) {
            List<Long> shape = NpyHeader.read(file).shape();
            long[] row = shape.subList(1, shape.size()).stream()
                    .mapToLong(Long::longValue)
                    .toArray();
            return new Trajectory(Npy.readDoubles(file), row);
        }

        double[] values(int step) {
            int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
            return Arrays.copyOfRange(all, step * size, (step + 1) * size);
        }

        Tensor row(int step, ScalarType type) {
            return Tensor.create(values(step), shape).to(type);
        }
    }
}
