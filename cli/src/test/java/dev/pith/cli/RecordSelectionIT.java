package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import dev.pith.text.chat.BytePairs;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.text.token.TokenCounter;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageShape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records are chosen for fine-tuning, from the command line. */
class RecordSelectionIT {
    private static final String[] TOPICS = {"rivers of Europe", "prime numbers", "baking bread", "old ships"};
    private static final int N = 60;

    /** The record without an answer. */
    private static final int SILENT = N;

    @TempDir
    Path folder;

    private Path records;

    @BeforeEach
    void write() throws IOException {
        records = folder.resolve("records.jsonl");
        List<String> lines = IntStream.range(0, N)
                .mapToObj(i -> "{\"instruction\": \"Tell me, in number " + i * 7919 + ", about " + TOPICS[i % 4]
                        + "\", \"output\": \"well " + (TOPICS[i % 4] + " ").repeat(1 + i % 7) + "\", \"stars\": "
                        + i % 5
                        + "}")
                .toList();
        Files.write(
                records,
                Stream.concat(lines.stream(), Stream.of("{\"instruction\": \"nothing\", \"output\": \"\"}"))
                        .toList(),
                StandardCharsets.UTF_8);
    }

    private Path model() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Path tokenizer = model.resolve("tokenizer.json");
        BytePairs.train(() -> IntStream.range(0, 4).mapToObj(i -> TOPICS[i]).iterator(), 300, tokenizer);
        try (LanguageModel random = LanguageShape.LLAMA_SHAPE.create(ChatTokenizer.vocabulary(tokenizer), 0, 1)) {
            LanguageModels.save(random, model);
        }
        return model;
    }

    private static Invocation done(Object... arguments) {
        Invocation done = Invocation.of(arguments);
        assertThat(done.exitCode()).as(done.err()).isZero();
        return done;
    }

    private static int[] selected(Path run) {
        return Arrays.stream(Npy.readLongs(run.resolve("selection.npy")))
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    @Test
    void difficultyIsScoredAndSelectedBy() throws IOException {
        Path run = folder.resolve("run");
        Path model = model();
        done("features", records, "--embedder", "minhash", "-o", run);
        Invocation scored = done("scores", run, "--by", "ifd", "--model", model, "--threads", 1);
        assertThat(scored.out()).contains("ifd of 60 records", "at 1 or more, where it is of no use");
        assertThat(Files.readString(run.resolve("ifd-skipped.csv"))).contains(SILENT + ",", "no answer to learn");
        assertThat(run.resolve("ifd.rows")).doesNotExist();
        double[] ifd = Npy.readDoubles(run.resolve("scores/ifd.npy"));
        assertThat(ifd).hasSize(N + 1);
        assertThat(ifd[SILENT]).isNaN();
        List<String> csv = Files.readAllLines(run.resolve("scores/ifd.csv"));
        assertThat(csv).hasSize(N + 1);
        assertThat(csv.get(0)).isEqualTo("id,key,tokens,loss,loss_alone,ifd");

        Path again = folder.resolve("again");
        done("scores", records, "--by", "ifd", "--model", model, "--threads", 2, "-o", again);
        assertThat(again.resolve("scores/ifd.npy")).hasSameBinaryContentAs(run.resolve("scores/ifd.npy"));

        Invocation selected = done("select", run, "--method", "score", "--score", "ifd", "--keep", 5);
        assertThat(selected.err()).contains("records are left out by their ifd");
        double[] useful = Arrays.stream(ifd).filter(ratio -> ratio < 1).sorted().toArray();
        assertThat(Arrays.stream(selected(run)).mapToDouble(id -> ifd[id]))
                .containsExactly(IntStream.rangeClosed(1, 5)
                        .mapToDouble(k -> useful[useful.length - k])
                        .boxed()
                        .toArray(Double[]::new));
    }

    @Test
    void coverageIsMixedWithLengthAndWithColumns() {
        Path run = folder.resolve("run");
        done("features", records, "--embedder", "minhash", "-o", run);
        Invocation longest = done("select", run, "--method", "score", "--score", "length", "--keep", 8);
        assertThat(longest.err()).contains("1 records are left out by their length: they have no answer");
        try (TokenCounter counter = TokenCounter.of(TokenCounter.USUAL)) {
            int[] lengths = IntStream.range(0, N)
                    .map(i -> counter.count("well " + (TOPICS[i % 4] + " ").repeat(1 + i % 7)))
                    .toArray();
            int[] sorted = Arrays.stream(lengths).sorted().toArray();
            for (int k = 0; k < 8; k++) {
                assertThat(lengths[selected(run)[k]]).isEqualTo(sorted[N - 1 - k]);
            }
        }
        done("select", run, "--method", "quality-coverage", "--score", "length", "--mix", 0.7, "--keep", 8);
        int[] mixed = selected(run);
        assertThat(Arrays.stream(mixed).map(id -> id % 4).distinct()).hasSizeGreaterThan(2);
        done("select", run, "--method", "diverse-score", "--score", "length", "--limit", 0.3, "--keep", 4);
        Invocation other = Invocation.of("select", run, "--method", "score", "--mix", 0.1);
        assertThat(other.exitCode()).isEqualTo(2);
        assertThat(other.err()).contains("--mix is for quality-coverage, got score");
        assertThat(Invocation.of("select", run, "--method", "quality-coverage", "--keep", 5)
                        .err())
                .contains("quality-coverage needs a score of your own: give one with --score");
        assertThat(Invocation.of("select", run, "--method", "score", "--score", "ifd")
                        .err())
                .contains("pith scores SOURCE --by ifd --model DIR -o");
    }

    @Test
    void scoresThatDoNotFitAreRefused() throws IOException {
        Path run = folder.resolve("run");
        done("features", records, "--embedder", "minhash", "-o", run);
        Path few = folder.resolve("few.npy");
        Npy.write(few, new double[] {1, 2, 3});
        assertThat(Invocation.of("select", run, "--method", "quality-coverage", "--score", few)
                        .err())
                .contains("few.npy")
                .contains("3")
                .contains("61");
        assertThat(Invocation.of("select", run, "--method", "score", "--score", "moons")
                        .err())
                .contains("moons: no such file");
        assertThat(Invocation.of("scores", records, "--by", "ifd", "-o", run).err())
                .contains("--by ifd needs a language model: give its folder with --model");
        assertThat(Invocation.of("scores", records, "--model", folder, "-o", run)
                        .err())
                .contains("--model, --context and --template are for --by ifd");
        assertThat(Invocation.of("scores", records, "--by", "ifd", "--model", folder, "-o", run)
                        .err())
                .contains("config.json: is not there");
    }

    @Test
    void queriesDecideWhatIsKept() throws IOException {
        Path run = folder.resolve("run");
        done("features", records, "--embedder", "minhash", "-o", run);
        Path queries = folder.resolve("queries.jsonl");
        Files.writeString(
                queries,
                "{\"instruction\": \"Tell me all about prime numbers\", \"output\": \"well prime numbers prime"
                        + " numbers prime numbers\"}\n");
        for (String method : List.of("nearest-query", "flqmi")) {
            Invocation near = done("select", run, "--method", method, "--query", queries, "--keep", 5);
            assertThat(Arrays.stream(selected(run))).allMatch(id -> id % 4 == 1);
            assertThat(near.err()).doesNotContain("nearly repeat");
        }
        Files.write(queries, Files.readAllLines(records).subList(3, 5));
        assertThat(done("select", run, "--method", "flqmi", "--query", queries, "--keep", 5)
                        .err())
                .contains("2 of 2 queries nearly repeat records of the source (the first is number 0, like")
                .contains("--exclude-near leaves such records out");
        Files.writeString(queries, "");
        assertThat(Invocation.of("select", run, "--method", "flqmi", "--query", queries)
                        .err())
                .contains("queries.jsonl");
        Files.writeString(queries, "{\"instruction\": \" \"}\n");
        assertThat(Invocation.of("select", run, "--method", "flqmi", "--query", queries)
                        .err())
                .contains("query 0 cannot be compared");
        assertThat(Invocation.of("select", run, "--method", "flqmi").err())
                .contains("flqmi needs queries: give a file of what is looked for with --query");
        assertThat(Invocation.of("select", run, "--method", "herding", "--query", queries)
                        .err())
                .contains("--query is for nearest-query, flqmi, facility-location, log-determinant and graphcut, got"
                        + " herding");
    }

    /** Evaluates by one epoch of a small model, in place of what the run holds. */
    private static Invocation evaluated(Path run, String methods, int seeds, Object... more) {
        Object[] usual = {
            "evaluate",
            run,
            "--methods",
            methods,
            "--bins",
            2,
            "--keep",
            "20%",
            "--model",
            "llama-shape",
            "--epochs",
            1,
            "--threads",
            2,
            "--force",
            "--seeds",
            seeds
        };
        return done(Stream.concat(Stream.of(usual), Stream.of(more)).toArray());
    }

    @Test
    void selectionsAreEvaluatedByWhatAModelLearns() throws IOException {
        Path run = folder.resolve("run");
        done("features", records, "--embedder", "minhash", "--on-error", "skip", "-o", run);
        String methods = "random,longest,quality-coverage,facility-location,dq";
        Invocation first = evaluated(run, methods, 2);
        assertThat(first.out())
                .contains("tested on 6 others", "llama-shape, equal records", "llama-shape, equal tokens")
                .contains("loss", "against random", "tokens seen", "random like longest");
        List<String> table = Files.readAllLines(run.resolve("evaluation.csv"));
        assertThat(table.get(0)).startsWith("view,network,selection,pruning,samples,keep,loss_mean,loss_std");
        assertThat(table.stream().filter(line -> line.startsWith("records,")).map(line -> line.split(",", -1)[2]))
                .containsExactly("random", "longest", "quality-coverage", "facility-location", "dq-2", "all");
        assertThat(table.stream().filter(line -> line.startsWith("tokens,"))).hasSize(9);
        List<String> trials = Files.readAllLines(run.resolve("trials.jsonl"));
        assertThat(trials).allMatch(line -> line.contains("\"loss\":"));

        // What was done is not done again, and half of it is gone on with to the same table.
        Files.write(run.resolve("trials.jsonl"), trials.subList(0, trials.size() / 2));
        Path before = Files.copy(run.resolve("evaluation.csv"), folder.resolve("before.csv"));
        evaluated(run, methods, 2);
        assertThat(losses(run.resolve("evaluation.csv"))).isEqualTo(losses(before));

        // Every training is tested on held-out records and on another file.
        Path terms = folder.resolve("terms.jsonl");
        Files.write(terms, Files.readAllLines(records).subList(0, 9));
        Invocation tested = evaluated(run, "longest", 1, "--holdout", "10%", "--test", terms);
        assertThat(tested.out())
                .contains(
                        "tested on 15 others",
                        "llama-shape, equal records",
                        "llama-shape on terms.jsonl, equal records");
        assertThat(evaluated(run, "longest", 1, "--test", terms).out())
                .contains("tested on 9 others")
                .doesNotContain("llama-shape on");

        // Held-out records of the pool choose; what they chose is trained on with everything else.
        Invocation chosen = evaluated(run, "longest,auto", 2);
        assertThat(chosen.out()).containsPattern("auto, 11 records: (random, as|[a-z0-9-]+, whose loss on held-out)");
        int choosing = Files.readAllLines(run.resolve("trials.jsonl")).size();
        assertThat(evaluated(run, "longest,auto", 2).out()).contains("auto, 11 records: ");
        assertThat(Files.readAllLines(run.resolve("trials.jsonl"))).hasSize(choosing);
        assertThat(losses(run.resolve("evaluation.csv")))
                .anyMatch(row -> row.get(2).equals("auto"));

        assertThat(Invocation.of("evaluate", run, "--methods", "ifd", "--model", "llama-shape")
                        .err())
                .contains("pith scores SOURCE --by ifd --model DIR -o");
        assertThat(Invocation.of("evaluate", run, "--methods", "el2n", "--model", "llama-shape")
                        .err())
                .contains("--methods el2n goes by what a network says of images");
        assertThat(Invocation.of("evaluate", run, "--methods", "longest", "--model", "lama-shape")
                        .err())
                .contains("did you mean 'llama-shape'?");
        assertThat(Invocation.of("evaluate", run, "--model", "llama-shape").err())
                .contains("by the methods that --methods names");
        assertThat(Invocation.of("evaluate", run, "--methods", "longest").err()).contains("name one with --model");
        Path images = folder.resolve("images");
        assertThat(Invocation.of(
                                "evaluate",
                                "fashion-mnist-mini",
                                "--methods",
                                "longest",
                                "--model",
                                "llama-shape",
                                "-o",
                                images)
                        .err())
                .contains("fashion-mnist-mini: holds no records of text, which --model learns from");
        assertThat(images).doesNotExist();
        assertThat(Invocation.of("evaluate", run, "--methods", "longest", "--model", "llama-shape", "-o", images)
                        .err())
                .contains("-o is for a source; " + run + " is a run and gets the table itself");
        assertThat(done("report", run).out()).isNotEmpty();
    }

    private static List<List<String>> losses(Path table) throws IOException {
        return Files.readAllLines(table).stream()
                .map(line -> List.of(line.split(",", -1)).subList(0, 11))
                .toList();
    }

    @Test
    void whatRepeatsATestIsLeftOutAndListed() throws IOException {
        Path test = folder.resolve("test.jsonl");
        Files.writeString(
                test,
                """
                {"question": "tell me IN number 7919, about prime numbers! well", "answer": "prime numbers"}
                {"question": "What else?"}
                """);
        Path words = folder.resolve("words");
        Invocation bare =
                done("features", records, "--embedder", "minhash", "--exclude-near", test, "--ngram", 9, "-o", words);
        assertThat(bare.out()).contains("1 repeat others and are left out");
        assertThat(Files.readAllLines(words.resolve("duplicates.csv")))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("1,")
                .contains(",,test.jsonl:");
        done("select", words, "--method", "random", "--keep", N);
        assertThat(selected(words)).doesNotContain(1);

        Files.write(test, Files.readAllLines(records).subList(4, 5));
        Path vectors = folder.resolve("vectors");
        done("features", records, "--embedder", "minhash", "--exclude-near", test, "--threshold", 0.99, "-o", vectors);
        assertThat(Files.readAllLines(vectors.resolve("duplicates.csv")))
                .hasSize(2)
                .element(1)
                .asString()
                .startsWith("4,")
                .endsWith(",1.000000");
        assertThat(Invocation.of("features", records, "--ngram", 9, "-o", folder.resolve("no"))
                        .err())
                .contains("--ngram is for --exclude-near");
        Path empty = Files.writeString(folder.resolve("empty.txt"), "\n");
        assertThat(Invocation.of("features", records, "--exclude-near", empty, "-o", folder.resolve("no"))
                        .err())
                .contains("empty.txt");
    }
}
