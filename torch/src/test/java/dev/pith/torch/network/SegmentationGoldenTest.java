package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.torch.Doubles;
import dev.pith.torch.FillRule;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Torchvision's segmentation networks, filled by the rule, in double; every fourth row and column was kept. */
class SegmentationGoldenTest {
    private static final int STEP = 4;

    @ParameterizedTest
    @ValueSource(
            strings = {"lraspp_mobilenet_v3_large", "fcn_resnet50", "deeplabv3_resnet50", "deeplabv3_mobilenet_v3_large"
            })
    void scoresAreThoseOfPyTorch(String name) throws IOException {
        Path folder = Golden.folder("segmentation").resolve(name);
        JsonNode golden =
                new ObjectMapper().readTree(folder.resolve("case.json").toFile());
        InputShape input = new InputShape(3, 64, 96);
        int classes = golden.get("classes").asInt();
        try (SegmentationNetwork network = (SegmentationNetwork) Networks.blank(name, input, classes);
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            assertThat(NetworkGoldenTest.named(network)).isEqualTo(NetworkGoldenTest.named(golden.get("parameters")));
            assertThat(network.classes()).isEqualTo(classes);
            Doubles.fill(network);
            long[] shape = {2, 3, 64, 96};
            Tensor scores = network.segment(Doubles.of(FillRule.values("input", 2, 0, shape), shape));
            assertThat(scores.shape()).containsExactly(2, classes, 64, 96);
            double[] expected = Npy.readDoubles(folder.resolve("output_every_4.npy"));
            assertThat(largestDifference(Doubles.values(scores), expected, 2 * classes, 64, 96))
                    .isLessThan(Doubles.EXACT);
        }
    }

    private static double largestDifference(double[] scores, double[] expected, int maps, int height, int width) {
        double largest = 0;
        double worst = 0;
        int k = 0;
        for (int map = 0; map < maps; map++) {
            for (int y = 0; y < height; y += STEP) {
                for (int x = 0; x < width; x += STEP) {
                    largest = Math.max(largest, Math.abs(expected[k]));
                    worst = Math.max(worst, Math.abs(expected[k++] - scores[(map * height + y) * width + x]));
                }
            }
        }
        assertThat(k).isEqualTo(expected.length);
        return worst / largest;
    }

    @ParameterizedTest
    @ValueSource(strings = {"unet", "lraspp"})
    void anySizeHasScoresForEveryPixel(String name) {
        InputShape input = new InputShape(3, 35, 51);
        try (SegmentationNetwork network = (SegmentationNetwork) Networks.create(name, input, 5, 1);
                PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            long[] shape = {2, 3, 35, 51};
            Tensor x = Tensor.create(FillRule.values("input", 2, 0, shape), shape);
            assertThat(network.segment(x).shape()).containsExactly(2, 5, 35, 51);
            assertThat(network.embed(x).shape()).containsExactly(2, name.equals("unet") ? 128 : 960);
            assertThatThrownBy(() -> network.forward(x))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("the network gives every pixel a class and not the image");
        }
    }

    @Test
    void aNetworkThatNamesImagesIsNoneOfPixels() {
        try (Network network = Networks.create("lenet", new InputShape(1, 28, 28), 5, 1)) {
            assertThatThrownBy(() -> SegmentationNetwork.require(network))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("the network gives an image one class, and masks have one for every pixel");
        }
    }
}
