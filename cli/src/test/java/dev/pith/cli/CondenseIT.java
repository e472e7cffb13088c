package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import dev.pith.torch.train.SyntheticSet;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small condensations of a folder of colored stripes. */
class CondenseIT {
    @TempDir
    Path folder;

    private SmallCondensations small;

    @BeforeEach
    void draw() throws IOException {
        small = SmallCondensations.in(folder);
    }

    @ParameterizedTest
    @CsvSource({"dc, real", "dsa, noise", "dm, real"})
    void imagesAreCondensedJudgedAndWritten(String method, String init) throws IOException {
        Invocation done = small.condense(
                "run",
                "--method",
                method,
                "--init",
                init,
                "--ipc",
                2,
                "--iterations",
                12,
                "--curve",
                "--format",
                "json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        JsonNode summary = new ObjectMapper().readTree(done.out());
        assertThat(summary.get("condensed").asInt()).isEqualTo(6);
        assertThat(summary.get("rows")).hasSize(5);
        assertThat(summary.get("scores")).hasSize(1);
        Path run = folder.resolve("run");
        SyntheticSet set = SyntheticSet.read(run.resolve("synthetic.npz"), 3);
        assertThat(set.labels()).containsExactly(0, 0, 1, 1, 2, 2);
        assertThat(set.shape().toString()).contains("16");
        BufferedImage picture = ImageIO.read(run.resolve("synthetic.png").toFile());
        assertThat(picture.getHeight()).isEqualTo(3 * (Stripes.SIDE + 2) + 2);
        assertThat(picture.getWidth()).isEqualTo(2 * (Stripes.SIDE + 2) + 2);
        assertThat(Files.readAllLines(run.resolve("condense.jsonl"))).hasSize(12);
        assertThat(Files.readAllLines(run.resolve("curve.csv"))).hasSize(1 + 13);
        assertThat(run.resolve("snapshots/group-01-iteration-000012.png")).isRegularFile();
        assertThat(run.resolve("checkpoint.safetensors")).doesNotExist();
    }

    @Test
    void goesOnToTheSameImagesAfterItIsKilled() throws Exception {
        Object[] options = {"--method", "dm", "--iterations", 150, "--save-every", 5};
        assertThat(small.condense("whole", options).exitCode()).isZero();
        try (PithProcess process = PithProcess.start(folder, small.words("cut", options))) {
            Path checkpoint = folder.resolve("cut/checkpoint.safetensors");
            while (process.isAlive() && !Files.exists(checkpoint)) {
                Thread.sleep(5);
            }
            process.kill();
        }
        assertThat(folder.resolve("cut/synthetic.npz")).doesNotExist();
        Invocation again = small.condense("cut", options);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.err()).contains("going on after iteration ");
        assertThat(folder.resolve("cut/synthetic.npz")).hasSameBinaryContentAs(folder.resolve("whole/synthetic.npz"));
        assertThat(folder.resolve("cut/scores.csv")).hasSameBinaryContentAs(folder.resolve("whole/scores.csv"));
    }

    @Test
    void classesAreCondensedInTurn() throws IOException {
        Invocation done = small.condense("run", "--method", "dm", "--iterations", 5, "--steps", 3, "--curve");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Files.readAllLines(folder.resolve("run/continual.csv")))
                .hasSize(1 + 3 * 4)
                .contains("step,classes,images,network,accuracy_mean,accuracy_std")
                .anyMatch(line -> line.startsWith("1,1,condensed by dm,") && line.contains(",1.0,")); // of one class
        assertThat(SyntheticSet.read(folder.resolve("run/synthetic.npz"), 3).labels())
                .containsExactly(0, 1, 2);
        Invocation other = small.condense("run", "--method", "dm", "--iterations", 6, "--steps", 3);
        assertThat(other.exitCode()).isEqualTo(1);
        assertThat(other.err()).contains("iterations was 5, now 6");
    }

    @Test
    void classesComeInTheOrderOfASeed() throws IOException {
        Object[] options = {"--method", "dm", "--iterations", 2, "--steps", 3, "--class-order", 2};
        Invocation done = small.condense("run", options);
        assertThat(done.exitCode()).as(done.err()).isZero();
        long[] order = SyntheticSet.read(folder.resolve("run/synthetic.npz"), 3).labels();
        assertThat(order).containsExactlyInAnyOrder(0, 1, 2).isNotEqualTo(new long[] {0, 1, 2});
        assertThat(Files.readAllLines(folder.resolve("run/continual.csv")))
                .hasSize(1 + 3 * 4)
                .anyMatch(line -> line.startsWith("1,1,condensed by dm,") && line.contains(",1.0,")); // of one class
        assertThat(small.condense("run", options).exitCode()).isZero(); // there is nothing left to do
    }

    /** Networks go on learning one class, and are shown condensed images of all. */
    @Test
    void whatWasCondensedIsReplayed() throws IOException {
        assertThat(small.condense("run", "--method", "dm", "--iterations", 2).exitCode())
                .isZero();
        Path selection = folder.resolve("class2.npy");
        Npy.write(selection, new long[] {12, 13, 14, 15, 16, 17});
        List<Object> words = new ArrayList<>(List.of(
                "train",
                folder.resolve("train"),
                "--selection",
                selection,
                "--test",
                folder.resolve("test"),
                "--net",
                "convnet-width32-depth2",
                "--epochs",
                2,
                "-o",
                folder.resolve("trained"),
                "--replay",
                folder.resolve("run")));
        Invocation trained = Invocation.of(words.toArray());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        assertThat(trained.err()).doesNotContain("nothing is trained on of");
        assertThat(Files.readString(folder.resolve("trained/train.jsonl"))).contains("\"samples\":9");
        Path other = folder.resolve("other");
        Files.createDirectories(other.resolve("a"));
        Files.copy(folder.resolve("train/class0/0.png"), other.resolve("a/0.png"));
        words.set(1, other);
        words.set(2, "--force");
        words.set(3, "--infobatch");
        Invocation foreign = Invocation.of(words.toArray());
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err()).contains("its images are of the classes class0, class1, class2, and those of");
    }

    @Test
    void startsFromASelection() {
        Path selection = folder.resolve("selection");
        Invocation selected = Invocation.of(
                "select",
                folder.resolve("train"),
                "--method",
                "herding",
                "--features",
                "pixels",
                "--budget",
                "3",
                "-o",
                selection);
        assertThat(selected.exitCode()).as(selected.err()).isZero();
        Invocation done =
                small.condense("run", "--method", "dm", "--iterations", 2, "--init", "selection:" + selection);
        assertThat(done.exitCode()).as(done.err()).isZero();
        Invocation more = small.condense(
                "run2", "--method", "dm", "--ipc", 2, "--iterations", 2, "--init", "selection:" + selection);
        assertThat(more.exitCode()).isEqualTo(1);
        assertThat(more.err()).contains("fewer than --ipc 2").contains("--init noise");
    }

    @ParameterizedTest
    @CsvSource({"dc", "dsa", "dm"})
    void oneImageHoldsFour(String method) throws IOException {
        Invocation done =
                small.condense("run", "--method", method, "--factor", 2, "--iterations", 2, "--format", "json");
        assertThat(done.exitCode()).as(done.err()).isZero();
        SyntheticSet set = SyntheticSet.read(folder.resolve("run/synthetic.npz"), 3);
        assertThat(set.size()).isEqualTo(3);
        assertThat(set.factor()).isEqualTo(2);
        assertThat(set.decoded().labels()).containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
        Invocation more = small.condense("more", "--method", method, "--factor", 2, "--ipc", 2, "--iterations", 2);
        assertThat(more.exitCode()).isEqualTo(1);
        assertThat(more.err()).contains("has 6 images of class class0, fewer than --ipc 2 with --factor 2 takes, 8");
    }

    @Test
    void condensedImagesAreExported() throws IOException {
        assertThat(small.condense("run", "--method", "dm", "--factor", 2, "--iterations", 1)
                        .exitCode())
                .isZero();
        Path run = folder.resolve("run");
        Invocation folders = Invocation.of("export", run, "--to", "imagefolder");
        assertThat(folders.out()).startsWith("12 samples as imagefolder in ");
        BufferedImage picture =
                ImageIO.read(run.resolve("export/imagefolder/class1/00004.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(Stripes.SIDE);
        SyntheticSet set = SyntheticSet.read(run.resolve("synthetic.npz"), 3).decoded();
        float red = set.pixels()[4 * set.shape().numbers()] * set.std()[0] + set.mean()[0];
        assertThat(picture.getRaster().getSample(0, 0, 0)).isEqualTo(Math.round(255 * Math.max(0, Math.min(1, red))));
        assertThat(Invocation.of("export", run, "--to", "npz").exitCode()).isZero();
        SyntheticSet written = SyntheticSet.read(run.resolve("export/npz/synthetic.npz"), 3);
        assertThat(written.pixels()).isEqualTo(set.pixels());
        assertThat(Invocation.of("export", run, "--to", "pt").exitCode()).isZero();
        Path published = run.resolve("export/pt/images_best.pt");
        assertThat(SyntheticSet.read(published, 3).pixels()).isEqualTo(set.pixels());
        assertThat(SyntheticSet.read(published, 3).labels()).isEqualTo(set.labels());
        Invocation trained = Invocation.of(
                "train",
                folder.resolve("train"),
                "--synthetic",
                published,
                "--test",
                folder.resolve("test"),
                "--net",
                "convnet-width32-depth2",
                "--epochs",
                2,
                "-o",
                folder.resolve("trained"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        Invocation indices = Invocation.of("export", run, "--to", "indices");
        assertThat(indices.exitCode()).isEqualTo(2);
        assertThat(indices.err()).contains("--to is imagefolder, parquet, webdataset, npz, pt for them, got indices");
    }

    @Test
    void moreImagesThanAClassHas() {
        Invocation real = small.condense("run", "--method", "dm", "--ipc", Stripes.PER_CLASS + 1, "--iterations", 1);
        assertThat(real.exitCode()).isEqualTo(1);
        assertThat(real.err()).contains("has 6 images of class class0, fewer than --ipc 7");
        assertThat(folder.resolve("run/synthetic.npz")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--method dsa --dsa-strategy color_crup | did you mean 'crop'",
                "--method dm --outer 3                  | --outer, --inner and --distance are for dc and dsa",
                "--method dc --dsa-mode M               | --dsa-strategy and --dsa-mode are for dsa, dm, mtt and ftd",
                "--method dm --easy-first               | --lr-lr and --ema are for mtt and ftd, got dm",
                "--method dm --ema 0.9                  | --lr-lr and --ema are for mtt and ftd, got dm",
                "--method mtt --outer 2                 | --outer, --inner and --distance are for dc and dsa, got mtt",
                "--method mtt --student-steps 0         | --student-steps must be at least 1",
                "--method mtt --ema 1                   | --ema must be at least 0 and below 1",
                "--method dm --trajectories x           | --trajectories is for mtt and ftd, and for --soft-labels teacher, got dm",
                "--method dm --soft-labels learned      | --soft-labels learned is for mtt and ftd, got dm",
                "--method dm --factor 3                 | --factor must divide both sides of the images, 16 and 16, got 3",
                "--method mtt --factor 2                | --factor is for dc, dsa and dm with hard labels",
                "--method mtt --lr-labels 2             | --lr-labels is for --soft-labels learned",
                "--method dm --zca                      | --zca is for mtt and ftd, got dm",
                "--method dm --class-order 1            | --class-order is the order of several --steps, got 1",
                "--method dm --ipc 0                    | --ipc must be at least 1",
                "--method dm --init noisy               | noise, real or selection:RUN",
                "--method dm --steps 0                  | --steps must be at least 1",
                "--method dm --steps 4                  | at most the number of classes",
                "--method dm --save-every 0             | --save-every must be at least 1",
                "--method magic                         | magic"
            })
    void wrongUsage(String options, String said) {
        Invocation done = small.condense("run", (Object[]) options.split(" ", -1));
        assertThat(done.exitCode()).as(done.err()).isEqualTo(2);
        assertThat(done.err()).contains(said);
    }
}
