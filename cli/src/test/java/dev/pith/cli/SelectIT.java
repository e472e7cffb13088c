package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.run.SamplesTable;
import dev.pith.selection.RankingMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rankings of the 1,000 test images of the bundled data set. */
class SelectIT {
    private static final int N = 1000;

    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void name() {
        run = folder.resolve("run");
    }

    private Invocation select(Object... options) {
        Object[] always = {"select", "fashion-mnist-mini", "--split", "test", "--features", "pixels", "-o", run};
        Object[] words = Arrays.copyOf(always, always.length + options.length);
        System.arraycopy(options, 0, words, always.length, options.length);
        return Invocation.of(words);
    }

    private long[] ranking() {
        return Npy.readLongs(run.resolve("ranking.npy"));
    }

    @ParameterizedTest
    @CsvSource({"10%,facility-location", "100,facility-location", "101,herding", "60%,herding"})
    void withoutAMethodTheBudgetDecides(String budget, String method) {
        Invocation done = select("--keep", budget);
        assertThat(done.out()).contains("ranked by " + method);
        assertThat(done.err())
                .isEqualTo(
                        "pith: " + method + " is taken, and no other method is tried: pixels are compared, and methods"
                                + " are tried on what a network makes of images\n");
        long[] ids = ranking();
        Invocation quick = select("--budget", budget, "--quick");
        assertThat(quick.err()).isEmpty();
        assertThat(ranking()).isEqualTo(ids);
    }

    @Test
    void inShardsIsSaidNotToBeTheWhole() {
        Invocation done = select("--keep", "10%", "--no-stratify", "--shards", 4);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("ranked by facility-location");
        assertThat(done.err())
                .contains("ranked in 4 random shards, which is not what ranking all samples together gives");
        assertThat(ranking()).hasSize(N / 10).doesNotHaveDuplicates();
        assertThat(select("--method", "random", "--shards", 4).err())
                .contains(
                        "--shards are for methods that compare samples, without costs and limits of groups, got random");
        assertThat(select("--method", "auto", "--shards", 4).err()).contains("leave out --shards");
    }

    @Test
    void quickNamesAMethodItself() {
        assertThat(select("--quick", "--method", "random"))
                .isEqualTo(
                        new Invocation(
                                2,
                                "",
                                """
                        pith: --quick takes the usual method, and --method names one; give either
                        Try pith select --help
                        """));
    }

    @Test
    void autoIsRefusedWhereNothingCanBeTried() throws IOException {
        Path texts = Files.writeString(folder.resolve("a.jsonl"), "{\"text\": \"x\"}\n{\"text\": \"y\"}\n");
        assertThat(Invocation.of("select", texts, "--method", "auto", "--keep", 1, "-o", run))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: --method auto cannot try methods: " + texts + " holds no images, and scores come from a"
                                + " network that is trained on images; name a method\n"));
        assertThat(Invocation.of("quantize", texts, "--method", "auto", "--keep", 1, "-o", run)
                        .err())
                .contains("holds no images");
        Object[] quantize = {
            "quantize", "fashion-mnist-mini", "--split", "test", "--method", "auto", "-o", run, "--bins", 5
        };
        assertThat(Invocation.of(quantize).err())
                .startsWith("pith: --method auto makes no bins: leave out what says how to make them (--bins, ");
        quantize[8] = "--include";
        quantize[9] = texts;
        assertThat(Invocation.of(quantize).err()).startsWith("pith: --method auto draws from no bins: leave out ");
        assertThat(run).doesNotExist();
        assertThat(Invocation.of("bins", "fashion-mnist-mini", "--method", "auto", "-o", run)
                        .err())
                .startsWith("pith: --method auto makes no bins; it is for pith quantize");
        assertThat(run).doesNotExist();
    }

    /** By default too few samples of a class are no reason to do nothing. */
    @Test
    void aClassTooSmallToHoldAnyOutIsSaid() throws IOException {
        Path photos = folder.resolve("photos");
        for (int k = 0; k < 20; k++) {
            Path file = photos.resolve((k < 2 ? "rare/" : "common/") + k + ".pgm");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "P2 8 8 255 " + "9 ".repeat(k + 8) + "200 ".repeat(56 - k));
        }
        Invocation done = Invocation.of("select", photos, "--keep", 10, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err())
                .contains(
                        "herding is taken, and no other method is tried: class rare has 2 samples, and of fewer than 4"
                                + " none can be held out\n");
        assertThat(ranking()).hasSize(10);
        assertThat(run.resolve("scores")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(
            names = {"FACILITY_LOCATION", "LOG_DETERMINANT", "GRAPHCUT", "HERDING", "K_CENTER", "MODERATE", "RANDOM"})
    void methodsOfFeaturesRankClassByClass(RankingMethod method) {
        Invocation done = select("--method", method, "--budget", "5%");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("50 ranked by " + method + " (5.0 %)");
        assertThat(ranking()).hasSize(50).doesNotHaveDuplicates();
        assertThat(Npy.readDoubles(run.resolve("gains.npy"))).hasSize(50);
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).containsExactly(ranking());
        SamplesTable table = SamplesTable.read(run.resolve("samples.csv"), N);
        long[] labels = Npy.readLongs(run.resolve("labels.npy"));
        int[] ofClass = new int[10];
        for (long id : ranking()) {
            ofClass[(int) labels[(int) id]]++;
            assertThat(table.bin[(int) id]).isEqualTo(SamplesTable.NONE);
        }
        assertThat(ofClass).containsOnly(5);
        assertThat(table.rank[(int) ranking()[7]]).isEqualTo(7);
    }

    @Test
    void aSmallerBudgetIsAPrefix() {
        select("--method", "facility-location", "--similarity", "rbf", "--budget", 60);
        long[] sixty = ranking();
        select("--method", "facility-location", "--similarity", "rbf", "--budget", 25);
        assertThat(ranking()).containsExactly(Arrays.copyOf(sixty, 25));
    }

    @Test
    void maximizersAgreeWhereTheObjectiveIsSubmodular() {
        select("--method", "graphcut", "--budget", 40, "--no-stratify");
        long[] naive = ranking();
        select("--method", "graphcut", "--budget", 40, "--no-stratify", "--maximizer", "lazy");
        assertThat(ranking()).containsExactly(naive);
    }

    @Test
    void aLazyMaximizerWarnsWhereItMayBeWrong() {
        assertThat(select("--method", "graphcut", "--similarity", "dot", "--maximizer", "lazy")
                        .err())
                .isEqualTo("pith: warning: graphcut with dot may not be submodular, so the lazy maximizer can miss the"
                        + " largest gain; --maximizer naive is exact\n");
    }

    @Test
    void aRankingInARunWithBinsLeavesTheirSelectionAlone() {
        Invocation.of(
                "quantize", "fashion-mnist-mini", "--split", "test", "--features", "pixels", "--keep", 30, "-o", run);
        long[] selection = Npy.readLongs(run.resolve("selection.npy"));
        assertThat(Invocation.of("select", run, "--method", "herding", "--budget", 10)
                        .exitCode())
                .isZero();
        assertThat(ranking()).hasSize(10);
        assertThat(Npy.readLongs(run.resolve("selection.npy"))).containsExactly(selection);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            herding           | --similarity rbf   | herding needs --similarity cosine, dot or sqeuclid, got rbf
            facility-location | --similarity dot   | facility-location needs --similarity cosine or rbf, got dot
            k-center          | --maximizer lazy   | --maximizer is for methods with an objective, got k-center
            graphcut          | --neighbors 5      | --neighbors is for facility-location, got graphcut
            random            | --budget 1001      | cannot keep 1001 of 1000 samples
            herding           | --gamma 2          | --gamma is for weighted-facility-location and stratified, got herding
            herding           | --cut 1.5          | Invalid value for option '--cut': `cut` must be in [0, 1) or auto, got 1.5
            moderate          | --similarity rbf   | --similarity has no meaning for moderate, got rbf
            """)
    void combinationsWithoutMeaningAreWrongUsage(String method, String option, String message) {
        String[] words = option.split(" ", 2);
        assertThat(select("--method", method, words[0], words[1]))
                .isEqualTo(new Invocation(2, "", "pith: " + message + "\nTry pith select --help\n"));
        assertThat(run).doesNotExist();
    }
}
