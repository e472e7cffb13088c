package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images checked, and drawn without what was found. */
class CheckIT {
    private static final int IMAGES_PER_CLASS = 12;

    @TempDir
    Path folder;

    private Path images;
    private Path run;

    @BeforeEach
    void makeImages() throws IOException {
        images = folder.resolve("images");
        run = folder.resolve("run");
        SplittableRandom random = new SplittableRandom(3);
        for (String name : new String[] {"plain", "striped"}) {
            Path ofClass = Files.createDirectories(images.resolve(name));
            for (int i = 0; i < IMAGES_PER_CLASS; i++) {
                BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
                for (int at = 0; at < 64; at++) {
                    int stripe = name.equals("striped") && at % 4 < 2 ? 120 : 0;
                    image.getRaster().setSample(at % 8, at / 8, 0, stripe + random.nextInt(100));
                }
                ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
            }
        }
        Files.copy(images.resolve("plain/0.png"), images.resolve("plain/twice.png"));
    }

    private Invocation pith(String command, Object... options) {
        List<Object> words = new ArrayList<>(List.of(command, images, "-o", run));
        words.addAll(List.of(options));
        return Invocation.of(words.toArray());
    }

    @Test
    void whatWasFoundIsListedAndLeftOutWhenAskedFor() throws IOException {
        Invocation none = pith("quantize", "--features", "pixels", "--bins", 2, "--exclude", "issues");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("step check is not done yet; do it first with pith check");

        Invocation checked = pith("check", "--epochs", 1, "--folds", 2, "--net", "mlp");
        assertThat(checked.exitCode()).as(checked.err()).isZero();
        assertThat(checked.out())
                .contains("plain/twice.png = plain/0.png", "issues.csv", "exclude.txt", "--exclude issues")
                .contains("of the images rightly that they have not learned from");
        assertThat(Files.readAllLines(run.resolve("issues.csv")))
                .startsWith("id,key,issue,score,other,note,excluded", "12,plain/twice.png,copy,1.0000,plain/0.png,,1");

        Invocation drawn =
                pith("quantize", "--features", "pixels", "--bins", 2, "--keep", "100%", "--exclude", "issues");
        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        long[] kept = Npy.readLongs(run.resolve("selection.npy"));
        List<Integer> excluded = Files.readAllLines(run.resolve("exclude.txt")).stream()
                .map(Integer::valueOf)
                .toList();
        assertThat(excluded).contains(12);
        assertThat(kept).doesNotContain(12).hasSize(2 * IMAGES_PER_CLASS + 1 - excluded.size());

        Invocation again = Invocation.of("check", run, "--epochs", 1, "--folds", 2, "--net", "mlp", "--format", "json");
        assertThat(again.exitCode()).as(again.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(again.out());
        assertThat(json.get("issues").get("copy").asInt()).isEqualTo(1);
        assertThat(json.get("excluded").asInt()).isEqualTo(excluded.size());
        assertThat(json.get("namedRightly").asDouble()).isBetween(0.0, 1.0);
    }

    /** The third image is a copy of the second: its id is the second's name. */
    @Test
    void whatIsFoundIsLeftOutThoughImagesAreCalledByNumbers() throws IOException {
        Path numbered = Files.createDirectories(folder.resolve("numbered"));
        List<String> entries = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            Files.copy(images.resolve("plain/" + (i == 3 ? 2 : i) + ".png"), numbered.resolve(Integer.toString(i)));
            entries.add("{\"id\": " + i + ", \"file_name\": \"" + i + "\"}");
        }
        Path coco = Files.writeString(
                numbered.resolve("coco.json"),
                "{\"images\": [" + String.join(", ", entries) + "], \"annotations\": [], \"categories\": []}");

        Invocation checked = Invocation.of("check", coco, "-o", run, "--net", "none");
        assertThat(checked.exitCode()).as(checked.err()).isZero();
        assertThat(checked.out()).contains("3 = 2");
        for (Object list : new Object[] {"issues", run.resolve("exclude.txt")}) {
            Invocation ranked = Invocation.of(
                    "select",
                    coco,
                    "-o",
                    run,
                    "--features",
                    "pixels",
                    "--method",
                    "k-center",
                    "--keep",
                    "100%",
                    "--exclude",
                    list);
            assertThat(ranked.exitCode()).as(ranked.err()).isZero();
            assertThat(Npy.readLongs(run.resolve("selection.npy"))).containsExactlyInAnyOrder(0, 1, 3, 4, 5);
        }
    }

    @Test
    void copiesAreLeftOutAndWhatIsListedIsNotRanked() throws IOException {
        Invocation drawn = pith("quantize", "--features", "pixels", "--bins", 2, "--keep", "100%", "--dedup", "near");
        assertThat(drawn.exitCode()).as(drawn.err()).isZero();
        assertThat(drawn.out()).contains("1 repeat others and are left out");
        assertThat(Files.readAllLines(run.resolve("duplicates.csv")))
                .containsExactly("id,key,of,of_key,similarity", "12,plain/twice.png,0,plain/0.png,1.000000");
        assertThat(Npy.readLongs(run.resolve("selection.npy")))
                .doesNotContain(12)
                .hasSize(2 * IMAGES_PER_CLASS);

        Path list = Files.writeString(folder.resolve("list.txt"), "plain/1.png\n3\n");
        Path ranked = folder.resolve("ranked");
        Object[] select = {
            "select",
            images,
            "-o",
            ranked,
            "--features",
            "pixels",
            "--method",
            "k-center",
            "--keep",
            "100%",
            "--dedup",
            "exact",
            "--exclude",
            list
        };
        Invocation rank = Invocation.of(select);
        assertThat(rank.exitCode()).as(rank.err()).isZero();
        assertThat(Npy.readLongs(ranked.resolve("selection.npy")))
                .doesNotContain(1, 3, 12)
                .hasSize(2 * IMAGES_PER_CLASS - 2);
        Invocation unchecked =
                Invocation.of("select", ranked, "--method", "k-center", "--keep", "100%", "--exclude", "issues");
        assertThat(unchecked.exitCode()).isEqualTo(1);
        assertThat(unchecked.err()).contains("step check is not done yet; do it first with pith check");

        assertThat(pith("quantize", "--dedup", "minhash").err())
                .contains("--dedup minhash is for texts; images have exact and near");
        assertThat(pith("quantize", "--threshold", 0.9).err()).contains("--threshold is for --dedup near");
    }

    @Test
    void whatIsNotThereIsSaidBeforeAnythingIsLookedAt() {
        Invocation network = pith("check", "--net", "nonet");
        assertThat(network.exitCode()).isEqualTo(1);
        assertThat(network.err()).contains("nonet").doesNotContain("looking at pixels");
        Path nowhere = folder.resolve("nowhere");
        Invocation test = pith("check", "--against", nowhere);
        assertThat(test.exitCode()).isEqualTo(1);
        assertThat(test.err()).contains(nowhere.toString()).doesNotContain("looking at pixels");
        assertThat(run.resolve("issues.csv")).doesNotExist();
    }

    @Test
    void aWrongWordIsRefused() {
        assertThat(pith("check", "--keep-duplicate", "smallest").err())
                .contains("--keep-duplicate", "first", "largest", "score");
        assertThat(pith("check", "--threshold", "2").err())
                .contains("--threshold must be above 0 and at most 1, got 2.0");
        assertThat(pith("check", "--net", "none", "--keep-duplicate", "score").err())
                .contains("--keep-duplicate score goes by what networks say, and --net none trains none");
        assertThat(run).doesNotExist();
    }
}
