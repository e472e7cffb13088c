package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.ImageSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.npy.Npy;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.selection.RankingMethod;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every rule on a run that has gradient features and scores. */
class SelectRulesIT {
    private static final int N = 1000;

    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void makeRun() throws IOException {
        run = folder.resolve("run");
        Invocation done = Invocation.of("scores", "fashion-mnist-mini", "--split", "test", "--epochs", 3, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
    }

    private static Invocation select(Object... options) {
        Object[] words = new Object[options.length + 2];
        words[0] = "select";
        words[1] = run;
        System.arraycopy(options, 0, words, 2, options.length);
        return Invocation.of(words);
    }

    private static long[] ranking() {
        return ranking(run);
    }

    private static long[] ranking(Path ranked) {
        return Npy.readLongs(ranked.resolve("ranking.npy"));
    }

    private static long[] labels() {
        return Npy.readLongs(run.resolve("labels.npy"));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NEAREST_QUERY", "FLQMI"}) // towards texts
    void everyMethodRanksClassByClass(RankingMethod method) {
        Object[] own = method.needs(false).own() ? new Object[] {"--score", "aum"} : new Object[0];
        Object[] options = Arrays.copyOf(new Object[] {"--method", method, "--budget", "5%"}, 4 + own.length);
        System.arraycopy(own, 0, options, 4, own.length);
        Invocation done = select(options);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("50 ranked by " + method + " (5.0 %)");
        assertThat(ranking()).hasSize(50).doesNotHaveDuplicates();
        long[] labels = labels();
        int[] ofClass = new int[10];
        for (long id : ranking()) {
            ofClass[(int) labels[(int) id]]++;
        }
        assertThat(ofClass).containsOnly(5);
        boolean weighted = method == RankingMethod.CRAIG || method == RankingMethod.GRADMATCH;
        assertThat(run.resolve("weights.npy").toFile().exists()).isEqualTo(weighted);
        SamplesTable table = SamplesTable.read(run.resolve("samples.csv"), N);
        assertThat(table.weight != null).isEqualTo(weighted);
    }

    @Test
    void weightsGoWithTheSelectionIntoTableAndExport() throws IOException {
        select("--method", "craig", "--budget", 40);
        double[] weights = Npy.readDoubles(run.resolve("weights.npy"));
        assertThat(Arrays.stream(weights).sum()).isEqualTo(N);
        SamplesTable table = SamplesTable.read(run.resolve("samples.csv"), N);
        long[] ids = ranking();
        for (int k = 0; k < ids.length; k++) {
            assertThat(Objects.requireNonNull(table.weight)[(int) ids[k]]).isEqualTo((float) weights[k]);
        }
        Path exported = folder.resolve("exported");
        assertThat(Invocation.of("export", run, "--to", "indices", "-o", exported)
                        .exitCode())
                .isZero();
        assertThat(Npy.readDoubles(exported.resolve("weights.npy"))).containsExactly(weights);
        select("--method", "herding", "--budget", 40);
        Path without = folder.resolve("without");
        assertThat(Invocation.of("export", run, "--to", "indices", "-o", without)
                        .exitCode())
                .isZero();
        assertThat(without.resolve("weights.npy")).doesNotExist();
    }

    @Test
    void aTrainingOnASelectionWithWeightsGoesByThem() throws IOException {
        select("--method", "craig", "--budget", 40);
        Path ids = folder.resolve("ids.npy");
        Files.copy(run.resolve("selection.npy"), ids, StandardCopyOption.REPLACE_EXISTING);
        byte[] weighted = trained(run, "weighted");
        assertThat(weighted).isNotEqualTo(trained(ids, "alike"));
        assertThat(Manifest.read(folder.resolve("weighted"))
                        .step(Step.TRAIN)
                        .orElseThrow()
                        .configuration())
                .containsKey("weights fingerprint of the selection");
        select("--method", "herding", "--budget", 40);
        Files.copy(run.resolve("selection.npy"), ids, StandardCopyOption.REPLACE_EXISTING);
        assertThat(trained(run, "herding")).isEqualTo(trained(ids, "herding-ids"));
    }

    /** What a choice between methods takes is what would be selected by name; on small images, as it trains much. */
    @Test
    void autoTriesSeveralAndTakesOne() throws IOException {
        Path small = folder.resolve("small");
        Invocation scored = Invocation.of("scores", smallImages(), "--epochs", 3, "-o", small);
        assertThat(scored.exitCode()).as(scored.err()).isZero();
        Invocation done = Invocation.of("select", small, "--method", "auto", "--budget", "20%");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).contains("dual-beta: ", "weighted-facility-location: ", " points over random");
        String chosen = Objects.requireNonNull(
                Manifest.read(small).step(Step.CHOICE).orElseThrow().facts().get("chosen"));
        assertThat(done.out()).contains("200 ranked by " + chosen, "choice.csv");
        long[] ids = ranking(small);
        Invocation named = Invocation.of("select", small, "--method", chosen, "--budget", "20%");
        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(ranking(small)).isEqualTo(ids);
        assertThat(Invocation.of("select", small, "--keep", "20%").out())
                .as("the default")
                .contains("200 ranked by " + chosen);
        assertThat(ranking(small)).isEqualTo(ids);
        assertThat(Invocation.of("report", small).exitCode()).isZero();
        assertThat(small.resolve("report.html")).content().contains("\"chosen\":\"" + chosen + "\"");
    }

    /** Returns a folder of the images of the run, of which each pixel is the mean of 4 x 4. */
    private static Path smallImages() throws IOException {
        Path images = folder.resolve("small-images");
        SourceOptions options = SourceOptions.builder().split(Split.TEST).build();
        long[] labels = labels();
        try (Source source = new SourceReference("fashion-mnist-mini", options, null).open(Messages.NONE)) {
            for (int id = 0; id < N; id++) {
                ImageSource.Image image = ((ImageSource) source).image(id);
                int side = image.width() / 4;
                BufferedImage small = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
                for (int p = 0; p < side * side; p++) {
                    int sum = 0;
                    for (int q = 0; q < 16; q++) {
                        int at = (4 * (p / side) + q / 4) * image.width() + 4 * (p % side) + q % 4;
                        sum += Byte.toUnsignedInt(image.pixels()[at]);
                    }
                    small.getRaster().setSample(p % side, p / side, 0, sum / 16);
                }
                Path ofClass = Files.createDirectories(images.resolve(Long.toString(labels[id])));
                ImageIO.write(small, "png", ofClass.resolve(id + ".png").toFile());
            }
        }
        return images;
    }

    @Test
    void aMethodThatGoesByScoresMakesThemOfASource() {
        Path made = folder.resolve("made");
        Invocation done = Invocation.of(
                "select", "fashion-mnist-mini", "--split", "test", "--method", "ccs", "--budget", 20, "-o", made);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(made.resolve("scores/aum.npy")).exists();
        assertThat(Invocation.of("select", "fashion-mnist-mini", "--method", "auto", "--budget", "auto", "-o", made)
                        .exitCode())
                .isEqualTo(2);
    }

    private static byte[] trained(Path selection, String name) throws IOException {
        Path out = folder.resolve(name);
        Invocation done = Invocation.of(
                "train",
                "fashion-mnist-mini",
                "--split",
                "test",
                "--selection",
                selection,
                "--net",
                "lenet",
                "--steps",
                3,
                "-o",
                out);
        assertThat(done.exitCode()).as(done.err()).isZero();
        return Files.readAllBytes(out.resolve("model.safetensors"));
    }

    @Test
    void givenSamplesBalanceAndGroups() throws IOException {
        Path given = Files.writeString(folder.resolve("given.txt"), "0\n1\n2\n");
        assertThat(select("--method", "facility-location", "--budget", 30, "--given", given)
                        .exitCode())
                .isZero();
        assertThat(ranking()).hasSize(30).doesNotContain(0, 1, 2);
        Path other = Files.writeString(folder.resolve("other.txt"), "7\n1000\n");
        assertThat(select("--quick", "--budget", 30, "--given", other).err())
                .isEqualTo("pith: " + other + ":2: 1000 is neither a key of the source nor an id"
                        + " below 1000; samples.csv lists both\n");

        Path shares = Files.writeString(
                folder.resolve("shares.csv"), "class,share\n0,3\n1,1\n2,0\n3,0\n4,0\n5,0\n6,0\n7,0\n8,0\n9,0\n");
        assertThat(select("--method", "herding", "--budget", 40, "--balance", shares)
                        .exitCode())
                .isZero();
        long[] labels = labels();
        assertThat(LongStream.of(ranking()).filter(id -> labels[(int) id] == 0)).hasSize(30);
        assertThat(LongStream.of(ranking()).filter(id -> labels[(int) id] == 1)).hasSize(10);
        assertThat(select("--method", "herding", "--budget", 400, "--balance", shares))
                .isEqualTo(new Invocation(
                        2,
                        "",
                        "pith: classes that have a share hold 200 samples, but 400 are wanted: keep fewer, or give more"
                                + " classes a share in --balance\nTry pith select --help\n"));

        long[] halves = LongStream.range(0, N).map(id -> id % 4 == 0 ? 1 : 0).toArray();
        Path groups = folder.resolve("groups.npy");
        Npy.write(groups, halves);
        assertThat(select("--method", "random", "--budget", 60, "--group", groups, "--balance", "uniform")
                        .exitCode())
                .isZero();
        assertThat(LongStream.of(ranking()).filter(id -> id % 4 == 0)).hasSize(30);
    }

    @Test
    void aScoreOfOnesOwn() {
        Path own = folder.resolve("own.npy");
        double[] numbers = new double[N];
        Arrays.setAll(numbers, id -> -id);
        Npy.write(own, numbers);
        select("--method", "score", "--score", own, "--budget", 5, "--no-stratify");
        assertThat(ranking()).containsExactly(0, 1, 2, 3, 4);
        Npy.write(own, new double[7]);
        assertThat(select("--method", "score", "--score", own, "--budget", 5))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + own + ": holds 7 scores, but fashion-mnist-mini has 1000 samples; give the scores of"
                                + " this source, one for each, or a table with a column id or key\n"));
        numbers[3] = Double.NaN;
        Npy.write(own, numbers);
        assertThat(select("--method", "score", "--score", own, "--budget", 5).err())
                .isEqualTo("pith: " + own + ": the score of sample 3 (3) is missing; give every sample a number\n");
        Npy.write(own, new double[N]);
        assertThat(select("--method", "score", "--score", own, "--budget", 5).err())
                .isEqualTo("pith: " + own + ": all scores are 0.0, which tells no sample from another; give others\n");
        assertThat(select("--method", "score", "--budget", 5).err())
                .isEqualTo("pith: score needs a score of your own: give one with --score\n");
        assertThat(select("--method", "score", "--score", "elm2n", "--budget", 5)
                        .err())
                .startsWith("pith: elm2n: no such file: check the path; ");
    }
}
