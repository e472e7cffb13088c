package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.run.Manifest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one command leaves in a run and another finds there. */
class RunStateIT {
    private static final int PER_CLASS = 8;
    private static final int SIDE = 12;

    @TempDir
    Path folder;

    private Path photos;
    private Path run;

    @BeforeEach
    void draw() throws IOException {
        photos = folder.resolve("photos");
        run = folder.resolve("run");
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 2 * PER_CLASS; i++) {
            Path file = Files.createDirectories(photos.resolve(i < PER_CLASS ? "a" : "b"))
                    .resolve(i + ".png");
            BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_GRAY);
            for (int p = 0; p < SIDE * SIDE; p++) {
                image.getRaster().setSample(p % SIDE, p / SIDE, 0, random.nextInt(256));
            }
            ImageIO.write(image, "png", file.toFile());
        }
        Files.writeString(photos.resolve("a").resolve("0.png"), "no image");
    }

    private static Invocation ok(Object... words) {
        Invocation done = Invocation.of(words);
        assertThat(done.exitCode()).as(done.err()).isZero();
        return done;
    }

    private void quantize() {
        ok("quantize", photos, "--features", "pixels", "--bins", 2, "--keep", "50%", "--on-error", "skip", "-o", run);
    }

    @Test
    void whatFeaturesLeftOutStaysLeftOutWhenNetworksAreTrainedInTheRun() throws IOException {
        quantize();
        String skipped = Files.readString(run.resolve("skipped.csv"));
        ok("pretrain-mae", photos, "--epochs", 1, "--on-error", "skip", "-o", run);
        ok("train", photos, "--steps", 1, "--holdout", 2, "--on-error", "skip", "-o", run);
        assertThat(run.resolve("skipped.csv")).hasContent(skipped).content().contains("0,a/0.png,");
        assertThat(run.resolve("mae-skipped.csv")).content().contains("0,a/0.png,");
        assertThat(run.resolve("train-skipped.csv")).content().contains("0,a/0.png,");
        Map<String, Long> owners = Manifest.read(run).steps().stream()
                .flatMap(done -> done.outputs().stream())
                .collect(Collectors.groupingBy(Manifest.Output::path, Collectors.counting()));
        owners.remove("samples.csv"); // which bins and sample complete
        assertThat(owners.values()).containsOnly(1L);
    }

    @Test
    void whatRestsOnASelectionIsOutOfDateOnceItIsDrawnAnew() {
        quantize();
        Path exported = folder.resolve("exported");
        ok("export", run, "--to", "imagefolder", "-o", exported);
        ok("report", run);
        assertThat(ok("sample", run, "--keep", "50%").err()).isEmpty();
        assertThat(run.resolve("report.html")).exists();

        Invocation anew = ok("sample", run, "--keep", "25%");
        assertThat(anew.err().lines())
                .containsExactly(
                        "pith: sample is done anew, so what rested on it is out of date and gone: export, report",
                        "pith: " + exported + ": holds the former selection still; pith export writes the present one");
        assertThat(run.resolve("report.html")).doesNotExist();
        assertThat(exported).isDirectory();
    }

    @Test
    void aSampleInNoBinCannotBeIncluded() throws IOException {
        quantize();
        Path list = Files.writeString(folder.resolve("wanted.txt"), "0\na/1.png\n");
        assertThat(Invocation.of("sample", run, "--include", list))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + list + ": 1 sample is in no bin and cannot be included: id 0 (a/0.png);"
                                + " take them out of the list (skipped.csv and duplicates.csv in the run say why they"
                                + " were left out)\n"));
        Files.writeString(list, "a/1.png\n");
        ok("sample", run, "--keep", "1", "--include", list);
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).containsExactly(1);
    }

    @Test
    void aShareThatKeepsNoneIsRefusedBeforeAnythingIsMade() {
        Invocation refused =
                Invocation.of("quantize", photos, "--features", "pixels", "--bins", 2, "--keep", "1%", "-o", run);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("pith: 1% of 16 samples rounds to none; keep more, at least 3.13% or 1 sample\n");
        assertThat(run).doesNotExist();
    }

    @Test
    void aCommandThatFailsInANewRunLeavesNothing() {
        Invocation failed = Invocation.of("quantize", photos, "--features", "pixels", "--bins", 2, "-o", run);
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.err()).contains("a/0.png");
        assertThat(run).doesNotExist();
    }

    @Test
    void otherDuplicatesTakeBinsWithThemAndNothingElse() throws IOException {
        Path texts = folder.resolve("texts.jsonl");
        Files.writeString(
                texts,
                IntStream.range(0, 20)
                        .mapToObj(i -> "{\"instruction\": \"number " + i / 2 + "\"}\n")
                        .collect(Collectors.joining()));
        ok("quantize", texts, "--embedder", "minhash", "--bins", 2, "--keep", "50%", "-o", run);
        ok("embed", texts, "--embedder", "minhash", "--dedup", "exact", "--force", "-o", run);
        assertThat(Files.readAllLines(run.resolve("samples.csv")).get(1)).endsWith(",,,,,");
        ok("bins", run, "--bins", 2); // rests on the features, which are as they were
        ok("sample", run, "--keep", "50%");
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).hasSize(5);
    }

    @Test
    void aRankingIsTheSelectionUntilOneIsDrawn() {
        Object[] select = {
            "select",
            photos,
            "--method",
            "herding",
            "--features",
            "pixels",
            "--budget",
            4,
            "--on-error",
            "skip",
            "-o",
            run
        };
        ok(select);
        ok("bins", run, "--bins", 2);
        ok("sample", run, "--keep", 3);
        ok("bins", run, "--bins", 3, "--force"); // takes the draw with it, which was written over the ranking's
        assertThat(run.resolve("ranking.npy")).exists();
        assertThat(Invocation.of("export", run, "--to", "indices"))
                .isEqualTo(new Invocation(
                        1, "", "pith: " + run + ": step sample is not done yet; do it first with pith sample RUN\n"));
        ok("sample", run, "--keep", 3);
        ok("export", run, "--to", "indices");
    }

    @Test
    void aSourceThatWasMovedIsFoundWhereTheUserSays() throws IOException {
        quantize();
        Path moved = Files.move(photos, folder.resolve("elsewhere"));
        String gone =
                "pith: " + photos + ": the source of this run is not there any more; if it was moved, say once where"
                        + " it lies now, with pith report RUN --source SOURCE\n";
        for (List<Object> command : List.<List<Object>>of(
                List.of("export", run, "--to", "imagefolder"), List.of("select", run), List.of("bins", run))) {
            assertThat(Invocation.of(command.toArray())).isEqualTo(new Invocation(1, "", gone));
        }
        ok("report", run); // does without pictures
        assertThat(Invocation.of("report", run, "--source", folder.resolve("nowhere"))
                        .exitCode())
                .isEqualTo(1);
        Path other = folder.resolve("others");
        Path a = Files.createDirectories(other.resolve("a"));
        Files.copy(moved.resolve("a").resolve("1.png"), a.resolve("1.png"));
        assertThat(Invocation.of("report", run, "--source", other).err())
                .startsWith("pith: " + other + ": is not the source of this run as it was (" + photos
                        + ", 16 samples; here are 1)");
        ok("report", run, "--source", moved);
        ok("export", run, "--to", "imagefolder");
        ok("select", run, "--method", "herding", "--budget", 4);
    }
}
