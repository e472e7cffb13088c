package dev.pith.torch.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.Golden;
import dev.pith.npy.Npy;
import dev.pith.torch.Doubles;
import dev.pith.torch.FillRule;
import dev.pith.torch.Tensors;
import dev.pith.torch.checkpoint.Checkpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The masked autoencoder gives what the authors' code gave. */
class MaskedAutoencoderGoldenTest {
    @ParameterizedTest
    @ValueSource(strings = {"tiny-32", "tiny-32-norm-pixel"})
    void checkpointsOfTheAuthorsLayoutGiveTheAuthorsNumbers(String name) throws IOException {
        Path folder = Golden.folder("mae/" + name);
        JsonNode golden = read(folder);
        try (MaskedAutoencoder autoencoder = Weights.open(
                Checkpoints.read(folder.resolve("checkpoint.pth")), size(golden), new InputShape(3, 32, 32))) {
            float[] input = floats(folder.resolve("input.npy"));
            check(autoencoder, folder, golden, input);
        }
    }

    @Test
    void theBaseSizeGivesTheAuthorsNumbers() throws IOException {
        Path folder = Golden.folder("mae/vit-base-224");
        JsonNode golden = read(folder);
        AutoencoderSize size = AutoencoderSize.of("mae-vit-base-patch16");
        assertThat(size(golden)).isEqualTo(size);
        try (MaskedAutoencoder autoencoder =
                new MaskedAutoencoder(Parameters.blank(), new InputShape(3, 224, 224), size)) {
            List<String> named = new ArrayList<>();
            List<String> expected = new ArrayList<>();
            autoencoder.parameters().tensors().forEach((tensor, values) -> {
                named.add(tensor + " "
                        + List.of(IntStream.range(0, values.shape().length)
                                .mapToObj(k -> values.shape()[k])
                                .toArray()));
                if (!tensor.endsWith("pos_embed")) { // those are computed
                    Tensors.write(values, FillRule.values(tensor, values.shape()));
                }
            });
            for (JsonNode parameter : golden.get("parameters")) {
                List<Object> shape = new ArrayList<>();
                parameter.get(1).forEach(length -> shape.add(length.asLong()));
                expected.add(parameter.get(0).asText() + " " + shape);
            }
            assertThat(named).containsExactlyElementsOf(expected);
            check(autoencoder, folder, golden, FillRule.values("mae-input", 3.0, 0, 1, 3, 224, 224));
        }
    }

    private static void check(MaskedAutoencoder autoencoder, Path folder, JsonNode golden, float[] input)
            throws IOException {
        Doubles.widen(autoencoder.parameters());
        InputShape shape = autoencoder.input();
        int batch = golden.get("images").asInt();
        int patches = autoencoder.patches();
        int kept = (int) (patches * (1 - golden.get("mask_ratio").asDouble()));
        boolean normalized = golden.get("norm_pix_loss").asBoolean();
        PatchOrder order = order(floats(folder.resolve("noise.npy")), patches);
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            Tensor x = Doubles.of(input, batch, 3, shape.height(), shape.width());
            Tensor latent = autoencoder.encode(x, order.tensor(), kept);
            Doubles.assertClose(latent, folder.resolve("latent.npy"), Doubles.GOLDEN_FLOAT);
            Doubles.assertClose(
                    autoencoder.decode(latent, order.tensor()),
                    folder.resolve("predicted_patches.npy"),
                    Doubles.GOLDEN_FLOAT);
            Tensor cut = autoencoder.cut(x);
            Doubles.assertClose(cut.narrow(0, 0, 1), folder.resolve("target_patches.npy"), Doubles.GOLDEN_FLOAT);
            assertThat(Tensors.floats(autoencoder.join(cut))).containsExactly(input);
            float[] mask = floats(folder.resolve("mask.npy"));
            boolean[][] seen = order.seen(kept);
            for (int i = 0; i < mask.length; i++) {
                assertThat(seen[i / patches][i % patches]).isEqualTo(mask[i] == 0);
            }
            double[] losses = Doubles.values(autoencoder.losses(x, order.tensor(), kept, normalized));
            double mean = IntStream.range(0, batch)
                    .mapToDouble(i -> losses[i])
                    .average()
                    .orElseThrow();
            double expected = golden.get("loss").asDouble();
            assertThat(mean).isCloseTo(expected, within(Doubles.GOLDEN_FLOAT * expected));
        }
    }

    private static JsonNode read(Path folder) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("case.json").toFile());
    }

    private static AutoencoderSize size(JsonNode golden) {
        JsonNode config = golden.get("config");
        String name = config.get("embed_dim").asInt() == 768 ? "mae-vit-base-patch16" : "tiny";
        return new AutoencoderSize(
                name,
                config.get("patch_size").asInt(),
                new AutoencoderSize.Transformer(
                        config.get("embed_dim").asInt(),
                        config.get("depth").asInt(),
                        config.get("num_heads").asInt()),
                new AutoencoderSize.Transformer(
                        config.get("decoder_embed_dim").asInt(),
                        config.get("decoder_depth").asInt(),
                        config.get("decoder_num_heads").asInt()));
    }

    /** Ascending noise decides. */
    private static PatchOrder order(float[] noise, int patches) {
        long[] positions = new long[noise.length];
        for (int i = 0; i < noise.length; i += patches) {
            int start = i;
            long[] sorted = IntStream.range(0, patches)
                    .boxed()
                    .sorted((a, b) -> Float.compare(noise[start + a], noise[start + b]))
                    .mapToLong(Integer::longValue)
                    .toArray();
            System.arraycopy(sorted, 0, positions, start, patches);
        }
        return new PatchOrder(patches, positions);
    }

    private static float[] floats(Path file) {
        double[] values = Npy.readDoubles(file);
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
