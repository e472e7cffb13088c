package dev.pith.torch.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.npy.Npy;
import dev.pith.torch.Doubles;
import dev.pith.torch.FillRule;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.network.UNet2DConfig;
import dev.pith.torch.train.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A UNet2DModel of diffusers, filled by the rule, in double, and what is computed with it. */
class DiffusionGoldenTest {
    private static final long[] SHAPE = {3, 1, 28, 28};
    private static final int[] TIMES = {0, 250, 999};

    /** Diffusers computes the waves of the time and the schedule in float32, whatever the network computes in. */
    private static final double OF_FLOATS = 1e-5;

    /** The same after five steps, of which the first divides by the root of a small signal, 1 / 12. */
    private static final double AFTER_STEPS = 1e-4;

    private final NoiseSchedule schedule = NoiseSchedule.of(NoiseSchedule.Kind.LINEAR);

    private static Path golden(String file) {
        return Golden.folder("diffusion").resolve(file);
    }

    private static JsonNode golden() throws IOException {
        return new ObjectMapper().readTree(golden("case.json").toFile());
    }

    private static UNet2D network() throws IOException {
        UNet2D network = new UNet2D(UNet2DConfig.of(golden().get("config"), "case.json"), Parameters.blank());
        Doubles.fill(network.parameters());
        return network;
    }

    private static Tensor input() {
        return Doubles.of(FillRule.values("input", 2, 0, SHAPE), SHAPE);
    }

    private static Tensor noise() {
        return Doubles.of(FillRule.values("noise", 2, 0, SHAPE), SHAPE);
    }

    @Test
    void parametersAreThoseOfDiffusersInItsOrder() throws IOException {
        List<String> expected = new ArrayList<>();
        golden().get("parameters").forEach(parameter -> expected.add(parameter.toString()));
        List<String> own = new ArrayList<>();
        try (UNet2D network = network()) {
            network.parameters()
                    .tensors()
                    .forEach((name, tensor) -> own.add("[\"" + name + "\","
                            + Arrays.toString(tensor.shape()).replace(" ", "") + "]"));
        }
        assertThat(own).isEqualTo(expected);
    }

    @Test
    void noiseIsThatOfDiffusers() throws IOException {
        try (UNet2D network = network();
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Tensor noise = network.noise(input(), TIMES, new int[3]);
            Doubles.assertClose(noise, golden("output.npy"), OF_FLOATS);
            double[] values = Doubles.values(noise);
            double[] expected = Npy.readDoubles(golden("output.npy"));
            for (int i = 0; i < values.length / SHAPE[0]; i++) { // time 0 has waves without rounding
                assertThat(values[i]).isCloseTo(expected[i], within(Doubles.EXACT));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NoiseSchedule.Kind.class)
    void signalsAreThoseOfDiffusers(NoiseSchedule.Kind kind) {
        double[] expected = Npy.readDoubles(golden("alphas_cumprod_" + kind.published() + ".npy"));
        NoiseSchedule of = NoiseSchedule.of(kind);
        assertThat(expected).hasSize(NoiseSchedule.STEPS);
        for (int t = 0; t < expected.length; t++) {
            assertThat(of.signal(t)).isCloseTo(expected[t], within(OF_FLOATS));
        }
        assertThat(of.signal(-1)).isEqualTo(1);
    }

    @Test
    void lossesAreThoseOfDiffusers() throws IOException {
        try (UNet2D network = network();
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Doubles.assertClose(Denoising.noisy(schedule, input(), noise(), TIMES), golden("noisy.npy"), OF_FLOATS);
            Denoising task = new Denoising(network, network, schedule, new Precision(false, false), 1);
            Tensor losses = task.of(input(), noise(), TIMES, new int[3]).of(0, 3);
            Doubles.assertClose(losses, golden("loss_per_sample.npy"), OF_FLOATS);
        }
    }

    @Test
    void fiveStepsOfDdimAreThoseOfDiffusers() throws IOException {
        double[] expected = Npy.readDoubles(golden("ddim_5_steps.npy"));
        ImageMaker maker = new ImageMaker(schedule, ImageMaker.Method.DDIM, 5);
        try (UNet2D network = network();
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Tensor x = noise();
            int length = Math.toIntExact(x.numel());
            int step = 0;
            for (JsonNode time : golden().get("ddim_timesteps")) {
                x = maker.step(network, x, time.asInt(), new int[3]);
                double[] values = Doubles.values(x);
                for (int i = 0; i < length; i++) {
                    assertThat(values[i]).isCloseTo(expected[step * length + i], within(AFTER_STEPS));
                }
                step++;
            }
            assertThat(step * length).isEqualTo(expected.length);
        }
    }
}
