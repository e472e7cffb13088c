package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network that makes small images, from a folder to the report. */
class DiffusionIT {
    private static final int SIDE = 8;

    @TempDir
    private Path folder;

    private Path source;
    private Path run;

    @BeforeEach
    void draw() throws IOException {
        source = folder.resolve("photos");
        run = folder.resolve("run");
        draw("light", 200);
        draw("dark", 40);
    }

    private void draw(String name, int value) throws IOException {
        Path photos = Files.createDirectories(source.resolve(name));
        SplittableRandom random = new SplittableRandom(value);
        for (int i = 0; i < 12; i++) {
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            for (int k = 0; k < SIDE * SIDE; k++) {
                image.getRaster().setSample(k % SIDE, k / SIDE, 0, value + random.nextInt(40));
            }
            ImageIO.write(image, "png", photos.resolve(i + ".png").toFile());
        }
    }

    private static Invocation pith(Object first, Object[] more, Object... last) {
        List<Object> words = new ArrayList<>(List.of(first));
        words.addAll(Arrays.asList(more));
        words.addAll(Arrays.asList(last));
        return Invocation.of(words.toArray());
    }

    private Invocation train(Path into, Object... options) {
        return pith("train", options, source, "--task", "diffusion", "-o", into);
    }

    private static void succeeds(Invocation done) {
        assertThat(done.exitCode()).as(done.err()).isZero();
    }

    private static void fails(Invocation done, String message) {
        assertThat(done.exitCode()).isNotZero();
        assertThat(done.err()).contains(message);
    }

    @Test
    void imagesAreMadeAndJudgedAndTheReportShowsThemOnTheirWay() throws IOException {
        Object[] how = {"--net", "unet2d-width8", "--epochs", 6, "--batch", 8, "--infobatch", "--holdout", 4};
        Invocation trained = train(run, how);
        succeeds(trained);
        assertThat(trained.out())
                .contains("unet2d-width8, trained on 20 samples")
                .contains("noise told with a mean");
        assertThat(run.resolve("snapshots/epoch-00006.png")).isRegularFile();
        assertThat(run.resolve("diffusion/unet/config.json")).content().contains("\"num_class_embeds\" : 2");
        succeeds(train(run, how)); // which is done
        Path judge = folder.resolve("judge");
        succeeds(Invocation.of("train", source, "--net", "mlp", "--epochs", 2, "-o", judge));

        Object[] make = {"--images", 6, "--sampling-steps", 4};
        JsonNode made = new ObjectMapper()
                .readTree(pith("sample-images", make, run, "--judge", judge, "--format", "json")
                        .out());
        assertThat(made.get("images").asInt()).isEqualTo(6);
        assertThat(made.get("frechetDistance").asDouble()).isPositive();
        assertThat(made.get("namedAsMade").asDouble()).isBetween(0.0, 1.0);
        assertThat(ImageIO.read(run.resolve("generated.png").toFile()).getHeight())
                .isEqualTo(2 * (SIDE + 2) + 2);
        byte[] images = Files.readAllBytes(run.resolve("generated.npz"));
        succeeds(pith("sample-images", make, run, "--sampler", "ddpm"));
        assertThat(Files.readAllBytes(run.resolve("generated.npz"))).isNotEqualTo(images);
        succeeds(pith("sample-images", make, run));
        assertThat(Files.readAllBytes(run.resolve("generated.npz"))).isEqualTo(images);

        succeeds(Invocation.of("report", run));
        assertThat(run.resolve("report.html")).content().contains("\"caption\":\"epoch 6\"");

        Path other = folder.resolve("other");
        succeeds(train(other, "--weights", run.resolve("diffusion"), "--steps", 1));
        assertThat(other.resolve("manifest.json")).content().contains("weights fingerprint");
        fails(
                Invocation.of("sample-images", judge),
                "judge: holds a network that makes no images; train one with --task diffusion");
    }

    @Test
    void aJudgeOfOtherImagesAndWeightsOfOtherClassesAreRefused() throws IOException {
        Object[] once = {"--net", "unet2d-width8", "--steps", 1};
        succeeds(train(run, once));
        Files.move(source.resolve("dark"), folder.resolve("gone"));
        Path judge = folder.resolve("judge");
        succeeds(Invocation.of("train", source, "--net", "mlp", "--steps", 1, "-o", judge));
        fails(
                train(folder.resolve("other"), "--weights", run.resolve("diffusion")),
                "diffusion: is of 2 classes, but " + source + " has 1; train from random weights");
        Files.move(folder.resolve("gone"), source.resolve("dark"));
        fails(Invocation.of("sample-images", run, "--judge", judge), "model.safetensors: names other classes than");
        fails(
                Invocation.of("sample-images", run, "--judge", folder.resolve("gone")),
                "gone: no such file: --judge is a run of pith train");
        fails(
                train(folder.resolve("none"), "--weights", source),
                "config.json: is not there: name a run of a diffusion, or a folder that diffusers wrote");
    }

    @Test
    void whatADiffusionCannotLearnIsRefused() throws IOException {
        fails(train(run, "--augment", "mixup"), "leave --label-smoothing and --augment mixup, cutmix and cutout out");
        fails(train(run, "--backbone", run), "leave --synthetic, --soft-labels and --backbone out");
        fails(train(run, "--net", "unet"), "there is no diffusion network called 'unet'");
        Path texts = folder.resolve("texts.jsonl");
        Files.writeString(texts, "{\"instruction\":\"a\",\"output\":\"b\"}\n");
        fails(
                Invocation.of("train", texts, "--task", "diffusion", "-o", run),
                "holds no images with pixels of 8 bits, and a diffusion learns to make such");
        assertThat(Objects.requireNonNullElse(run.toFile().list(), new String[0]))
                .doesNotContain("diffusion");
    }
}
