package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import dev.pith.pipeline.evaluate.RunSelection;
import dev.pith.run.Entries;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on the 1,000 test images of the bundled data set, compared by their pixels. */
class QuantizeIT {
    private static final String SOURCE = "fashion-mnist-mini";
    private static final int N = 1000;

    @TempDir
    Path folder;

    private Path run;

    @BeforeEach
    void name() {
        run = folder.resolve("run");
    }

    private Invocation quantize(Object... options) {
        Object[] always = {"quantize", SOURCE, "--split", "test", "--features", "pixels", "-o", run};
        Object[] words = Arrays.copyOf(always, always.length + options.length);
        System.arraycopy(options, 0, words, always.length, options.length);
        return Invocation.of(words);
    }

    private long[] selection() {
        return Npy.readLongs(run.resolve("selection.npy"));
    }

    @Test
    void writesTheRunAndSaysSo() {
        Invocation done = quantize("--bins", 10, "--keep", "0.125");

        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).isEmpty();
        assertThat(done.out())
                .contains("fashion-mnist-mini: 1,000 samples, 10 classes")
                .contains("10 bins of 1,000 samples")
                .contains("125 selected (12.5 %)")
                .contains("features", "bins", "sample", "seconds", "peak memory")
                .contains(run + " holds")
                .contains("Next");
        assertThat(selection()).hasSize(125).doesNotHaveDuplicates();
        assertThat(Npy.readLongs(run.resolve("labels.npy"))).hasSize(N);
        SamplesTable table = SamplesTable.read(run.resolve("samples.csv"), N);
        for (int bin = 0; bin < 10; bin++) {
            long[] ids = Npy.readLongs(run.resolve("bins").resolve("bin-00" + bin + ".npy"));
            assertThat(ids).hasSize(100);
            for (int rank = 0; rank < ids.length; rank++) {
                assertThat(table.bin[(int) ids[rank]]).isEqualTo(bin);
                assertThat(table.rank[(int) ids[rank]]).isEqualTo(rank);
            }
        }
    }

    /** On images so small that three hundred steps are nothing. */
    @Test
    void autoHoldsARankingWhereElseAreBins() throws IOException {
        Path photos = folder.resolve("photos");
        for (int k = 0; k < 40; k++) {
            Path file = photos.resolve((k % 2 == 0 ? "top/" : "left/") + k + ".pgm");
            Files.createDirectories(file.getParent());
            StringBuilder pixels = new StringBuilder("P2 8 8 255");
            for (int p = 0; p < 64; p++) {
                boolean dark = k % 2 == 0 ? p < 32 : p % 8 < 4;
                pixels.append(' ').append(dark ? 40 + (k * p) % 37 : 200 - (k + p) % 41);
            }
            Files.writeString(file, pixels);
        }
        Object[] auto = {"quantize", photos, "--method", "auto", "--keep", "20%", "-o", run};
        Invocation done = Invocation.of(auto);
        assertThat(done.exitCode()).as(done.err()).isZero();
        Manifest manifest = Manifest.read(run);
        String chosen = manifest.step(Step.CHOICE).orElseThrow().facts().get("chosen");
        assertThat(done.out()).contains("8 ranked by " + chosen);
        assertThat(manifest.step(Step.BINS)).isEmpty();
        assertThat(selection()).hasSize(8).containsExactly(Npy.readLongs(run.resolve("ranking.npy")));
        assertThat(Invocation.of(auto).out().lines().filter(line -> line.endsWith("done before")))
                .hasSize(4);
        assertThat(Invocation.of("export", run, "--to", "indices", "-o", folder.resolve("exported"))
                        .exitCode())
                .isZero();
        Path binned = folder.resolve("binned");
        Invocation.of("quantize", photos, "--features", "pixels", "--bins", 2, "-o", binned);
        auto[7] = binned;
        assertThat(Invocation.of(auto).exitCode()).isEqualTo(1);
        assertThat(Invocation.of(auto).err())
                .isEqualTo(
                        "pith: " + binned + ": holds bins, which its selection is drawn from; give another folder for"
                                + " one without bins\n");
    }

    @Test
    void theSameCommandAgainDoesNothing() throws IOException {
        quantize("--keep", "5%");
        Map<String, Object> before = RunBytes.content(run);
        Manifest manifest = Manifest.read(run);
        Invocation again = quantize("--keep", "5%");
        assertThat(again.exitCode()).isZero();
        assertThat(again.out().lines().filter(line -> line.endsWith("done before")))
                .hasSize(3);
        assertThat(RunBytes.content(run)).isEqualTo(before);
        assertThat(Manifest.read(run)).isEqualTo(manifest);
    }

    @Test
    void aDamagedFileIsMadeAgain() throws IOException {
        quantize();
        Map<String, Object> before = RunBytes.content(run);
        Files.write(run.resolve("bins/bin-003.npy"), new byte[] {1, 2, 3});
        assertThat(quantize().exitCode()).isZero();
        assertThat(RunBytes.content(run)).isEqualTo(before);
    }

    @Test
    void anotherShareComesFromTheSameBinsAndIsNested() {
        quantize("--keep", 50);
        long[] fifty = selection();
        Manifest.Done bins = Manifest.read(run).step(Step.BINS).orElseThrow();
        assertThat(Invocation.of("sample", run, "--keep", "30%").exitCode()).isZero();
        assertThat(selection()).hasSize(300).startsWith(fifty);
        assertThat(Manifest.read(run).step(Step.BINS)).contains(bins);
        assertThat(quantize("--keep", 20).exitCode()).isZero();
        assertThat(selection()).containsExactly(Arrays.copyOf(fifty, 20));
    }

    @Test
    void otherBinsAreRefusedUnlessForced() {
        quantize("--bins", 10);
        Invocation refused = quantize("--bins", 5);
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("pith: " + run + ": the bins of this run were made otherwise: bins was 10, now 5;"
                        + " give another directory, or --force to make them anew\n");
        assertThat(quantize("--bins", 5, "--force").exitCode()).isZero();
        assertThat(run.resolve("bins/bin-004.npy")).exists();
        assertThat(run.resolve("bins/bin-005.npy")).doesNotExist();
    }

    @Test
    void theStepsOneByOneMakeTheSameRun() throws IOException {
        quantize("--bins", 8, "--keep", "10%", "--seed", 3);
        Map<String, Object> whole = RunBytes.content(run);
        RunBytes.delete(run);
        assertThat(Invocation.of("features", SOURCE, "--split", "test", "--features", "pixels", "-o", run)
                        .exitCode())
                .isZero();
        assertThat(Invocation.of("bins", run, "--bins", 8).exitCode()).isZero();
        assertThat(Invocation.of("sample", run, "--keep", "10%", "--seed", 3).exitCode())
                .isZero();
        whole.remove("manifest.json"); // tells of other commands
        assertThat(RunBytes.content(run)).containsAllEntriesOf(whole);
    }

    @Test
    void theNumberOfThreadsChangesNothing() throws IOException {
        quantize("--threads", 1);
        Map<String, Object> one = RunBytes.content(run);
        RunBytes.delete(run);
        quantize("--threads", 3);
        Map<String, Object> three = RunBytes.content(run);
        one.remove("manifest.json"); // tells of other commands
        assertThat(three).containsAllEntriesOf(one);
    }

    @Test
    void everyMethodMakesAPartition() {
        for (String method : new String[] {"recursive", "exchange", "random"}) {
            assertThat(quantize("--method", method, "--no-stratify", "--bins", 7, "--force")
                            .exitCode())
                    .isZero();
            int[] bins = SamplesTable.read(run.resolve("samples.csv"), N).bin;
            assertThat(IntStream.of(bins).distinct().sorted()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        }
    }

    @Test
    void publishedSizesAreReproducedOnRequest() {
        assertThat(quantize("--compat", "dq-language", "--no-stratify", "--bins", 7)
                        .exitCode())
                .isZero();
        SamplesTable table = SamplesTable.read(run.resolve("samples.csv"), N);
        assertThat(IntStream.of(table.bin).filter(bin -> bin == SamplesTable.NONE))
                .hasSize(N - 7 * 142);
        assertThat(quantize("--compat", "dq-vision", "--keep", 30, "--force").exitCode())
                .isZero();
        assertThat(selection()).isSorted();
    }

    @Test
    void includedSamplesAreKeptAndExcludedOnesAreNot() throws IOException {
        Path include = Files.writeString(folder.resolve("include.txt"), "7\n\n11\n");
        Path exclude = Files.writeString(folder.resolve("exclude.txt"), "12\n13\n");
        assertThat(quantize("--keep", 998, "--include", include, "--exclude", exclude)
                        .exitCode())
                .isZero();
        assertThat(selection()).doesNotContain(12, 13).hasSize(998);
        assertThat(quantize("--keep", 2, "--include", include).exitCode()).isZero();
        assertThat(selection()).containsExactlyInAnyOrder(7, 11);

        Invocation tooFew = quantize("--keep", 1, "--include", include);
        assertThat(tooFew.exitCode()).isEqualTo(2);
        assertThat(tooFew.err())
                .startsWith("pith: --keep allows 1 samples and --include lists 2; keep more or include fewer\n");
        assertThat(quantize("--include", include, "--exclude", include).err())
                .startsWith("pith: id 7 (7) is in both --include and --exclude; take it out of one\n");
        Path nobody = Files.writeString(folder.resolve("nobody.txt"), "7\ncat.png\n");
        assertThat(quantize("--include", nobody))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + nobody + ":2: cat.png is neither a key of the source nor an id below 1000;"
                                + " samples.csv lists both\n"));
    }

    @Test
    void binsShareByWhatTheyAreLike() {
        quantize("--keep", 100);
        long[] alike = selection();
        assertThat(Invocation.of("sample", run, "--keep", 300, "--bins-share", "adaptive")
                        .exitCode())
                .isZero();
        long[] many = selection();
        Manifest.Done done = Manifest.read(run).step(Step.SAMPLE).orElseThrow();
        assertThat(done.configuration()).containsEntry("bins-share", "adaptive");
        double[] shares = Arrays.stream(
                        Entries.text(done.facts(), "shares of bins").split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(shares).hasSize(10);
        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(0.001));
        int[] binOf = SamplesTable.read(run.resolve("samples.csv"), N).bin;
        for (int bin = 0; bin < 10; bin++) {
            int number = bin;
            double drawn =
                    Arrays.stream(many).filter(id -> binOf[(int) id] == number).count();
            assertThat(drawn).isCloseTo(300 * shares[bin], within(10.0)); // each of 10 classes within about one
        }
        assertThat(RunSelection.read(run).candidate().name()).isEqualTo("dq-10 adaptive pixels");
        Invocation fewer = quantize("--keep", 100, "--bins-share", "adaptive", "--threads", 1);
        assertThat(fewer.exitCode()).as(fewer.err()).isZero();
        assertThat(selection()).isEqualTo(Arrays.copyOf(many, 100)).isNotEqualTo(alike);
    }

    @Test
    void jsonSaysTheSame() throws IOException {
        JsonNode summary = new ObjectMapper()
                .readTree(quantize("--keep", 10, "--format", "json").out());
        assertThat(summary.path("n").asInt()).isEqualTo(N);
        assertThat(summary.path("classes").asInt()).isEqualTo(10);
        assertThat(summary.path("steps").get(2).path("selected").asInt()).isEqualTo(10);
        assertThat(summary.path("steps").get(0).path("peakMemoryBytes").asLong())
                .isPositive();
    }

    @Test
    void aDryRunWritesNothing() throws IOException {
        Invocation plan = quantize("--bins", 10, "--dry-run");
        assertThat(plan.exitCode()).isZero();
        assertThat(plan.out())
                .contains("1,000 x at most 3072", "about 100 samples each", "Memory: about", "Nothing was written.");
        assertThat(run).doesNotExist();
        JsonNode json = new ObjectMapper()
                .readTree(quantize("--dry-run", "--format", "json").out());
        assertThat(json.path("memoryBytes").asLong()).isPositive();
    }
}
