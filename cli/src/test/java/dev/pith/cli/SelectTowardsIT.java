package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selection towards something and away from it, within a cost, and within limits of groups. */
class SelectTowardsIT {
    private static final int N = 1000;
    private static final int BOOT = 9;

    @TempDir
    private static Path folder;

    private static Path run;

    @BeforeAll
    static void makeRun() {
        run = folder.resolve("run");
        Invocation done =
                Invocation.of("features", "fashion-mnist-mini", "--split", "test", "--features", "pixels", "-o", run);
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
        return Npy.readLongs(run.resolve("ranking.npy"));
    }

    private static long boots() {
        long[] labels = Npy.readLongs(run.resolve("labels.npy"));
        return LongStream.of(ranking()).filter(id -> labels[(int) id] == BOOT).count();
    }

    /** Returns a file of the vectors of some boots. */
    private static Path bootVectors() {
        int d = Npy.mapFloats(run.resolve("features.npy")).columns();
        long[] labels = Npy.readLongs(run.resolve("labels.npy"));
        int[] ids =
                IntStream.range(0, N).filter(id -> labels[id] == BOOT).limit(20).toArray();
        float[] values = new float[ids.length * d];
        for (int k = 0; k < ids.length; k++) {
            Npy.mapFloats(run.resolve("features.npy")).row(ids[k], values, k * d);
        }
        Path file = folder.resolve("boots.npy");
        Npy.write(file, values, ids.length, d);
        return file;
    }

    @Test
    void towardsAndAway() throws IOException {
        Path boots = bootVectors();
        for (String method : new String[] {"facility-location", "log-determinant", "graphcut", "flqmi"}) {
            Invocation near = select("--method", method, "--query", boots, "--keep", 20, "--no-stratify");
            assertThat(near.exitCode()).as(near.err()).isZero();
            assertThat(near.err()).as("views of a thing are alike").doesNotContain("nearly repeat");
            assertThat(boots()).as(method).isGreaterThan(15);
        }
        for (String method : new String[] {"facility-location", "graphcut"}) {
            assertThat(select("--method", method, "--private", boots, "--keep", 20, "--no-stratify")
                            .exitCode())
                    .isZero();
            assertThat(boots()).as(method).isLessThanOrEqualTo(1); // one unlike those it keeps away from
        }
        Invocation usual =
                select("--query", boots, "--keep", "20%", "--no-stratify"); // of which herding would know nothing
        assertThat(usual.exitCode()).as(usual.err()).isZero();
        assertThat(select("--method", "graphcut", "--query", boots, "--private", boots)
                        .err())
                .startsWith("pith: what graphcut's picks tell of queries is the same whatever is private");
        assertThat(select("--method", "herding", "--private", boots).err())
                .startsWith("pith: --private is for facility-location, log-determinant and graphcut, got herding");
        assertThat(select("--method", "flqmi", "--query", boots, "--private", boots)
                        .err())
                .startsWith("pith: --private is for");
        assertThat(select("--method", "facility-location", "--query", boots, "--neighbors", 5)
                        .err())
                .startsWith("pith: --query and --private are compared by cosines, with all samples");
        Path narrow = folder.resolve("narrow.npy");
        Npy.write(narrow, new float[] {1, 2}, 1, 2);
        assertThat(select("--method", "flqmi", "--query", narrow).err())
                .startsWith("pith: " + narrow + ": holds vectors of 2 numbers, and the run's features have ");
        Path text = Files.writeString(folder.resolve("queries.jsonl"), "{\"instruction\": \"hello\"}\n");
        assertThat(select("--method", "flqmi", "--query", text).err())
                .startsWith("pith: " + text + ": is no run with features and no .npy of vectors");
    }

    @Test
    void queriesOfAnotherEmbedderAreRefused() throws IOException {
        Path records = Files.writeString(folder.resolve("records.jsonl"), "{\"instruction\": \"hello there\"}\n");
        Path texts = folder.resolve("texts");
        Invocation made = Invocation.of("features", records, "--embedder", "minhash", "-o", texts);
        assertThat(made.exitCode()).as(made.err()).isZero();
        assertThat(select("--method", "flqmi", "--query", texts).err())
                .isEqualTo("pith: " + texts + ": its features are of the texts by minhash, and the run's are of the"
                        + " pixels; what is compared must be made by the same\n");
    }

    @Test
    void costs() {
        Path file = folder.resolve("costs.npy");
        double[] costs = new double[N];
        Arrays.setAll(costs, id -> 1 + id % 5);
        Npy.write(file, costs);
        Invocation done = select("--method", "feature-based", "--cost", file, "--budget-cost", 30);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(LongStream.of(ranking()).mapToDouble(id -> costs[(int) id]).sum())
                .isLessThanOrEqualTo(30);
        assertThat(select("--method", "graphcut", "--cost", file, "--budget-cost", 30)
                        .err())
                .startsWith("pith: --cost is for facility-location, weighted-facility-location, ");
        assertThat(select("--method", "feature-based", "--cost", file).err())
                .startsWith("pith: --cost and --budget-cost belong together; give both or none");
        assertThat(select("--method", "feature-based", "--cost", file, "--budget-cost", 30, "--keep", 5)
                        .err())
                .startsWith("pith: --keep and --budget-cost both say how much is kept; give one");
        assertThat(select("--method", "feature-based", "--cost", file, "--budget-cost", 0.5)
                        .err())
                .startsWith("pith: no sample is within --budget-cost 0.5: the cheapest costs 1.0");
        costs[3] = 0;
        Npy.write(file, costs);
        assertThat(select("--method", "feature-based", "--cost", file, "--budget-cost", 30)
                        .err())
                .isEqualTo("pith: " + file + ": the cost of sample 3 (3) is 0.0; give every sample a positive one\n");
    }

    @Test
    void costsAreAskedOfWhatMayBePicked() throws IOException {
        Path file = folder.resolve("few-costs.csv");
        StringBuilder table = new StringBuilder("id,cost\n");
        for (int id = 2; id < N; id++) {
            table.append(id).append(",1\n");
        }
        Files.writeString(file, table);
        Path first = Files.writeString(folder.resolve("first.txt"), "0\n");
        Path second = Files.writeString(folder.resolve("second.txt"), "1\n");
        Object[] cost = {"--method", "feature-based", "--cost", file, "--budget-cost", 5, "--exclude", first};
        assertThat(select(cost).err())
                .isEqualTo(
                        "pith: " + file + ": the cost of sample 1 (1) is missing; give every sample a positive one\n");
        Object[] all = Arrays.copyOf(cost, cost.length + 2);
        all[cost.length] = "--given";
        all[cost.length + 1] = second;
        Invocation done = select(all);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(ranking()).hasSize(5).doesNotContain(0, 1);
        assertThat(select("--method", "feature-based", "--cost", "tokens", "--budget-cost", 5)
                        .err())
                .startsWith("pith: --cost tokens counts those of records of text, and the source holds none: give a"
                        + " column or a file of costs");
    }

    @Test
    void whatCannotWorkIsRefusedBeforeFeaturesAreMade() {
        Path unchecked = folder.resolve("unchecked");
        assertThat(Invocation.of("select", "fashion-mnist-mini", "--exclude", "issues", "-o", unchecked)
                        .err())
                .contains("step check is not done yet; do it first with pith check");
        assertThat(unchecked.resolve("features.npy")).doesNotExist();
        Path images = folder.resolve("images");
        assertThat(Invocation.of("select", "fashion-mnist-mini", "--cost", "tokens", "--budget-cost", 9, "-o", images)
                        .err())
                .startsWith("pith: --cost tokens counts those of records of text");
        assertThat(images).doesNotExist();
    }

    @Test
    void limitsOfGroups() throws IOException {
        Path least = Files.writeString(folder.resolve("least.csv"), "9,7\n0,1\n");
        Invocation done = select("--method", "facility-location", "--at-most", 8, "--at-least", least, "--keep", 40);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(ranking()).hasSize(40).doesNotHaveDuplicates();
        assertThat(boots()).isBetween(7L, 8L);
        assertThat(select("--method", "facility-location", "--at-most", 3, "--at-least", least, "--keep", 20)
                        .err())
                .startsWith("pith: --at-least wants 7 of group 9, and --at-most allows 3: change either");
        assertThat(select("--method", "facility-location", "--at-most", 3, "--keep", 40)
                        .err())
                .startsWith("pith: --at-most allows 30 samples of all groups together, and 40 are to be kept");
        assertThat(select("--method", "facility-location", "--at-most", 3, "--keep", 10, "--balance", "uniform")
                        .err())
                .startsWith("pith: costs and limits of groups decide how much of what is kept");
        assertThat(select("--method", "facility-location", "--at-most", 3, "--keep", 10, "--no-stratify")
                        .err())
                .startsWith("pith: --at-most and --at-least need classes or groups");
        assertThat(select("--method", "facility-location", "--at-most", "few", "--keep", 10)
                        .err())
                .startsWith("pith: few: no such file; --at-most is a number of samples for each group");
        Path most = Files.writeString(folder.resolve("most.csv"), "9,0.5\n");
        assertThat(select("--method", "facility-location", "--at-most", most, "--keep", 10)
                        .err())
                .isEqualTo("pith: " + most + ":1: a limit is a whole number from 0 on, got 0.5\n");
    }
}
