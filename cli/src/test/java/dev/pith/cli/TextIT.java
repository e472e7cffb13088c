package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instruction files, from the command line. */
class TextIT {
    private static final String[] WORDS = {"Name", "Write", "Explain", "List", "a poem", "three rivers", "the moon"};

    @TempDir
    Path folder;

    private static String record(int i) {
        return "{\"instruction\": \"" + WORDS[i % 4] + " " + WORDS[4 + i % 3] + " number " + i * 7919
                + "\", \"input\": \"\", \"output\": \"na\\u00efve " + "word ".repeat(i % 9) + "\", \"x\": 1.10}";
    }

    private Path file(String name, int records) throws IOException {
        List<String> all = IntStream.range(0, records).mapToObj(TextIT::record).toList();
        Path file = folder.resolve(name);
        Files.writeString(
                file,
                name.endsWith("l") ? String.join("\n", all) + "\n" : "[\n  " + String.join(",\n  ", all) + "\n]\n");
        return file;
    }

    private static long[] ids(Path run) {
        return Npy.readLongs(run.resolve("selection.npy"));
    }

    @Test
    void theInstructionFileByMiniLm() throws IOException {
        Path shared = Path.of(System.getProperty("pith.root"), "..", "shared", "data", "text", "alpaca-5k.json");
        assumeThat(shared).as("the shared data is not here").exists();
        JsonNode all = new ObjectMapper().readTree(shared.toFile());
        Path part = folder.resolve("part.json"); // all of it takes a minute
        Files.writeString(
                part,
                IntStream.range(0, 300)
                        .mapToObj(i -> all.get(i).toString())
                        .collect(Collectors.joining(",", "[", "]")));
        Path run = folder.resolve("run");

        Invocation done =
                Invocation.of("quantize", part, "--embedder", "minilm", "--bins", 10, "--keep", 0.1, "-o", run);

        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("30 selected (10.0 %)", "selection.json");
        JsonNode selected =
                new ObjectMapper().readTree(run.resolve("selection.json").toFile());
        assertThat(selected).hasSize(30);
        for (int k = 0; k < 30; k++) {
            assertThat(selected.get(k)).isEqualTo(all.get((int) ids(run)[k]));
        }
        assertThat(Files.readString(run.resolve("manifest.json"))).contains("\"similarity\" : \"dot\"");
        assertThat(run.resolve("embedding.rows")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"records.json,1", "records.jsonl,1", "records.json,4"})
    void selectionsHaveTheFormOfTheFileByteForByte(String name, int threads) throws IOException {
        Path file = file(name, 60);
        Path run = folder.resolve("run");
        Invocation done = Invocation.of(
                "quantize", file, "--embedder", "minhash", "--bins", 3, "--keep", 7, "--threads", threads, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        List<String> records = new ArrayList<>();
        for (long id : ids(run)) {
            records.add(record((int) id));
        }
        String expected = name.endsWith("l")
                ? String.join("\n", records) + "\n"
                : "[\n  " + String.join(",\n  ", records) + "\n]\n";
        assertThat(run.resolve("selection" + name.substring(name.indexOf('.')))).hasContent(expected);
    }

    @Test
    void budgetsOfTokensAndBytesAreSpentInDrawOrder() throws IOException {
        Path file = file("records.json", 60);
        Path run = folder.resolve("run");
        Invocation.of("quantize", file, "--embedder", "minhash", "--keep", "100%", "-o", run);
        long[] order = ids(run);
        assertThat(Invocation.of("sample", run, "--keep-bytes", "1k").exitCode())
                .isZero();
        assertThat(order).startsWith(ids(run));
        int bytes = 0;
        for (long id : ids(run)) {
            bytes += record((int) id).getBytes(StandardCharsets.UTF_8).length;
        }
        assertThat(bytes).isLessThanOrEqualTo(1000).isGreaterThan(1000 - 160);
        assertThat(Invocation.of("sample", run, "--keep-tokens", "200", "--tokenizer", "minilm")
                        .exitCode())
                .isZero();
        assertThat(order).startsWith(ids(run));
        assertThat(ids(run).length).isBetween(4, 20);
        assertThat(Invocation.of("sample", run, "--keep-bytes", 5).err()).contains("is within the budget; it has");
        assertThat(Invocation.of("sample", run, "--keep-tokens", 5, "--keep", 3).exitCode())
                .isEqualTo(2);
        assertThat(Invocation.of("sample", run, "--keep-tokens", 5, "--tokenizer", "abacus")
                        .err())
                .contains("a tokenizer is", "cl100k_base", "got 'abacus'");
    }

    @Test
    void duplicatesAreLeftOutAndListed() throws IOException {
        Path file = folder.resolve("twice.json");
        Files.writeString(
                file, IntStream.range(0, 40).mapToObj(i -> record(i % 30)).collect(Collectors.joining(",", "[", "]")));
        Path run = folder.resolve("run");
        Invocation done = Invocation.of(
                "quantize",
                file,
                "--embedder",
                "minhash",
                "--dedup",
                "exact",
                "--bins",
                3,
                "--keep",
                "100%",
                "-o",
                run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("10 repeat others and are left out", "3 bins of 30 samples");
        assertThat(ids(run)).hasSize(30).doesNotContain(30, 31, 35, 39);
        assertThat(Files.readAllLines(run.resolve("duplicates.csv")))
                .hasSize(11)
                .startsWith("id,key,of,of_key,similarity", "30,30,0,0,1.000000");
        Map<String, Object> before = RunBytes.content(run);
        assertThat(Invocation.of("quantize", file, "--embedder", "minhash", "--bins", 3, "-o", run)
                        .err())
                .contains("dedup was exact, now none");
        assertThat(RunBytes.content(run)).isEqualTo(before);
    }

    @Test
    void recordsThatOnlySeemEqualAreNotDropped() throws IOException {
        Path file = folder.resolve("long.jsonl");
        String prompt = "You are a helpful assistant. ".repeat(100);
        Files.writeString(
                file,
                IntStream.range(0, 6)
                        .mapToObj(i -> "{\"system\": \"" + prompt + "\", \"messages\": [\""
                                + record(i).replace('"', ' ').replace('\\', ' ') + "\"]}\n")
                        .collect(Collectors.joining()));
        Path run = folder.resolve("run");
        refuses(
                1,
                "--dedup semantic would drop 5 records that differ from another only where minilm does not read",
                "embed",
                file,
                "--dedup",
                "semantic",
                "-o",
                run);
        Invocation head = Invocation.of("embed", file, "-o", run);
        assertThat(head.err())
                .contains("6 of 6 texts are longer than minilm reads at once, of them only the head is read, where 5 do"
                        + " not differ from another as they do elsewhere; --long-texts windows reads all");
        refuses(1, "would drop 5 records", "embed", file, "--dedup", "semantic", "-o", run);
        Path heads = folder.resolve("heads");
        Invocation agreed = Invocation.of("embed", file, "--dedup", "semantic", "--long-texts", "head", "-o", heads);
        assertThat(agreed.out()).as(agreed.err()).contains("5 repeat others");
        Path tails = folder.resolve("tails");
        Invocation tail = Invocation.of("embed", file, "--dedup", "semantic", "--long-texts", "tail", "-o", tails);
        assertThat(tail.exitCode()).as(tail.err()).isZero();
        refuses(
                2,
                "minhash reads all of a text",
                "embed",
                file,
                "--embedder",
                "minhash",
                "--long-texts",
                "tail",
                "-o",
                run);
    }

    @Test
    void theReportShowsHalfASurrogatePair() throws IOException {
        Path file = Files.writeString(folder.resolve("half.jsonl"), "{\"text\": \"a \\ud800 b\"}\n{\"text\": \"c\"}\n");
        Path run = folder.resolve("run");
        Invocation.of("quantize", file, "--embedder", "minhash", "--bins", 1, "--keep", 1, "-o", run);
        Invocation report = Invocation.of("report", run);
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(run.resolve("report.html")).content().contains("a \uFFFD b");
    }

    @Test
    void rankingsTakeTextsToo() throws IOException {
        Path file = file("records.jsonl", 50);
        Path run = folder.resolve("run");
        Invocation done = Invocation.of(
                "select", file, "--method", "facility-location", "--embedder", "minhash", "--budget", 5, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Files.readAllLines(run.resolve("selection.jsonl"))).hasSize(5);
        assertThat(Invocation.of("select", run, "--method", "facility-location", "--keep-bytes", "1k", "--force")
                        .exitCode())
                .isZero();
        long bytes = Files.size(run.resolve("selection.jsonl")) - ids(run).length; // line breaks are not the records'
        assertThat(bytes).isLessThanOrEqualTo(1000).isGreaterThan(1000 - 160);
        Path random = folder.resolve("random");
        assertThat(Invocation.of("select", file, "--method", "random", "--budget", 5, "-o", random)
                        .exitCode())
                .isZero();
        assertThat(ids(random)).hasSize(5);
    }

    @Test
    void badInputGetsOneLine() throws IOException {
        Path bad = folder.resolve("bad.json");
        Files.writeString(bad, "[{\"instruction\": \"a\"},\n {\"instruction\": oops}]");
        Path run = folder.resolve("run");
        refuses(1, "bad.json:2:18: invalid JSON", "quantize", bad, "-o", run);
        Files.writeString(bad, "[]");
        refuses(1, "bad.json", "quantize", bad, "-o", run);
        Files.writeString(bad, "[{\"instruction\": \"a\"}, {\"other\": \"b\"}]");
        refuses(
                1,
                "name its fields with --text-template or --text-column",
                "quantize",
                bad,
                "--bins",
                2,
                "--keep",
                1,
                "-o",
                run);
        Files.writeString(bad, "[{\"instruction\": \"a\"}]");
        refuses(2, "--bins must be in [1, 1]", "quantize", bad, "--bins", 2, "-o", run);
        refuses(2, "expected minilm, onnx:DIR", "quantize", bad, "--embedder", "word2vec", "-o", run);
        refuses(
                2,
                "--embedder and --exclude-near are for texts",
                "quantize",
                "fashion-mnist-mini",
                "--embedder",
                "minilm",
                "-o",
                run);
        refuses(2, "--threshold is for --dedup minhash or semantic", "embed", bad, "--threshold", 0.5, "-o", run);
        Invocation one = Invocation.of(
                "quantize", bad, "--bins", 1, "--keep", 1, "--embedder", "minhash", "-o", folder.resolve("one"));
        assertThat(one.exitCode()).as(one.err()).isZero();
    }

    private static void refuses(int exitCode, String message, Object... words) {
        Invocation refused = Invocation.of(words);
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(exitCode);
        assertThat(refused.err()).contains(message);
    }
}
