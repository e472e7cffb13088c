package dev.pith.torch.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.network.UNet2D;
import dev.pith.torch.network.UNet2DConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiffusionFilesTest {
    private static final InputShape SHAPE = new InputShape(3, 8, 12);

    @TempDir
    Path folder;

    private static UNet2DConfig config(int classes) {
        return new UNet2DConfig(SHAPE, classes, 1, List.of(8, 16), List.of(false, true), 4, 8, 1e-6);
    }

    private void save(int classes) throws IOException {
        try (UNet2D network = new UNet2D(config(classes), new Parameters(1))) {
            DiffusionFiles.save(network, NoiseSchedule.of(NoiseSchedule.Kind.COSINE), folder);
        }
    }

    @Test
    void whatIsSavedIsReadAgain() throws IOException {
        save(5);
        assertThat(folder.resolve("model_index.json")).doesNotExist(); // DDPMPipeline knows no classes
        assertThat(DiffusionFiles.schedule(folder).kind()).isEqualTo(NoiseSchedule.Kind.COSINE);
        assertThat(DiffusionFiles.files(folder))
                .allSatisfy(file -> assertThat(file).exists());
        try (UNet2D first = new UNet2D(config(5), new Parameters(1));
                UNet2D back = DiffusionFiles.open(folder);
                UNet2D alone = DiffusionFiles.open(folder.resolve("unet"))) {
            assertThat(back.config()).isEqualTo(first.config());
            first.parameters().tensors().forEach((name, tensor) -> {
                assertThat(Tensors.floats(back.parameters().tensor(name))).isEqualTo(Tensors.floats(tensor));
                assertThat(Tensors.floats(alone.parameters().tensor(name))).isEqualTo(Tensors.floats(tensor));
            });
        }
        assertThat(DiffusionFiles.schedule(folder.resolve("unet")).kind()).isEqualTo(NoiseSchedule.Kind.LINEAR);
    }

    @Test
    void withoutClassesItIsAPipeline() throws IOException {
        save(0);
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("model_index.json").toFile())
                        .toString())
                .isEqualTo("{\"_class_name\":\"DDPMPipeline\",\"scheduler\":[\"diffusers\",\"DDPMScheduler\"],"
                        + "\"unet\":[\"diffusers\",\"UNet2DModel\"]}");
        try (UNet2D back = DiffusionFiles.open(folder)) {
            assertThat(back.config().classes()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"_class_name\" : \"UNet2DModel\"|\"_class_name\" : \"UNet2DConditionModel\"|its _class_name is"
                        + " 'UNet2DConditionModel', and only 'UNet2DModel' is computed",
                "\"freq_shift\" : 0|\"freq_shift\" : 1|its freq_shift is '1', and only '0' is computed",
                "\"AttnUpBlock2D\"|\"UpBlock2D\"|its blocks up are not those down in reverse",
                "\"AttnDownBlock2D\"|\"SkipDownBlock2D\"|has a block 'SkipDownBlock2D', and only DownBlock2D and",
                "\"norm_num_groups\" : 4|\"norm_num_groups\" : 3|a width must be even, a multiple of the groups, 3",
                "\"norm_num_groups\" : 4|\"norm_num_groups\" : 0|groups and heads must have a channel at least",
                "\"in_channels\" : 3|\"in_channels\" : \"rgb\"|its in_channels is 'rgb', and only whole numbers",
                "\"out_channels\" : 3|\"out_channels\" : 6|its out_channels is '6', and only '3' is computed",
                "\"sample_size\" : [ 8, 12 ]|\"sample_size\" : 9|takes images whose sides are multiples of 2",
                "{|[]{|is no object of JSON",
                "}|]|cannot be read as JSON"
            })
    void whatIsNotComputedIsRefusedByTheFile(String before, String after, String message) throws IOException {
        save(0);
        Path file = folder.resolve("unet/config.json");
        String text = Files.readString(file);
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, after));
        assertThatThrownBy(() -> DiffusionFiles.open(folder))
                .isInstanceOf(PithException.class)
                .hasMessageContaining(message)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void weightsOfAnotherShapeAreRefusedByTheFile() throws IOException {
        save(3);
        Path file = folder.resolve("unet/config.json");
        Files.writeString(file, Files.readString(file).replace("\"num_class_embeds\" : 3", "\"num_class_embeds\" : 4"));
        assertThatThrownBy(() -> DiffusionFiles.open(folder))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(folder.resolve("unet/diffusion_pytorch_model.safetensors")
                        + ": does not fit the UNet2DModel of its config.json: 1 of another shape"
                        + " (class_embedding.weight [3, 32] instead of [4, 32])");
    }

    @Test
    void aFolderWithoutANetworkIsRefused() {
        assertThatThrownBy(() -> DiffusionFiles.open(folder))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(folder.resolve("config.json") + ": is not there: name a run of a diffusion");
    }

    @Test
    void aScheduleThatIsNotComputedIsRefused() throws IOException {
        save(0);
        Path file = folder.resolve("scheduler/scheduler_config.json");
        String text = Files.readString(file);
        Files.writeString(file, text.replace("squaredcos_cap_v2", "sigmoid"));
        assertThatThrownBy(() -> DiffusionFiles.schedule(folder))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(file + ": its beta_schedule is 'sigmoid'");
        Files.writeString(file, text.replace("epsilon", "v_prediction"));
        assertThatThrownBy(() -> DiffusionFiles.schedule(folder))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(file + ": its prediction_type is 'v_prediction', and only 'epsilon'");
    }

    @Test
    void networksHaveNames() {
        UNet2DConfig usual = UNet2DConfig.of("unet2d", new InputShape(1, 28, 28), 10);
        assertThat(usual).isEqualTo(UNet2DConfig.of("unet2d-width32", new InputShape(1, 28, 28), 10));
        assertThat(usual.name()).isEqualTo("unet2d-width32");
        assertThat(usual.widths()).containsExactly(32, 64, 64);
        for (String name : List.of("unet", "unet2d-width", "unet2d-width12", "unet2d-width0", "unet2d-width99999")) {
            assertThatThrownBy(() -> UNet2DConfig.of(name, new InputShape(1, 28, 28), 10))
                    .isInstanceOf(PithException.class)
                    .hasMessageStartingWith("there is no diffusion network called '" + name + "'");
        }
        assertThatThrownBy(() -> UNet2DConfig.of("unet2d", new InputShape(1, 30, 28), 0))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("a diffusion network of 3 levels takes images whose sides are multiples of 4");
    }
}
