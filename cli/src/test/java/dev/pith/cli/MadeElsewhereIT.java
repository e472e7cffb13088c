package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.Fingerprint;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.npy.NpyWriter;
import dev.pith.run.SamplesTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features of a source that somebody made elsewhere. */
class MadeElsewhereIT {
    private static final int N = 3 * Stripes.PER_CLASS;
    private static final int CLASSES = 3;
    private static final int D = 5;

    @TempDir
    Path folder;

    private Path images;
    private Path made;
    private Path run;
    private float[] embeddings;

    @BeforeEach
    void make() throws IOException {
        Stripes.draw(folder);
        images = folder.resolve("train");
        made = Files.createDirectories(folder.resolve("made"));
        run = folder.resolve("run");
        try (Source source = Sources.open(images.toString(), SourceOptions.DEFAULT)) {
            describe(source);
        }
        embeddings = numbers(N * D, 1);
        Npy.write(made.resolve("embeddings.npy"), embeddings, N, D);
    }

    /** Returns what docs/gpu.md asks for. */
    private void describe(Source source) throws IOException {
        StringBuilder keys = new StringBuilder();
        StringBuilder texts = new StringBuilder();
        for (int id = 0; id < source.size(); id++) {
            keys.append(source.key(id)).append('\n');
            if (source instanceof RecordSource records) {
                byte[] text = records.text(id).getBytes(StandardCharsets.UTF_8);
                texts.append(new Fingerprint().bytes(text).hex(), 0, 16).append('\n');
            }
        }
        Files.writeString(made.resolve("keys.txt"), keys);
        if (!texts.isEmpty()) {
            Files.writeString(made.resolve("texts.txt"), texts);
        }
        byte[] both = (keys + texts.toString()).getBytes(StandardCharsets.UTF_8);
        Files.writeString(
                made.resolve("source.json"),
                "{\"samples\": %d, \"model\": \"of mine\", \"fingerprint\": \"%s\"}"
                        .formatted(source.size(), new Fingerprint().bytes(both).hex()));
    }

    private static float[] numbers(int count, int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private void gradients() {
        Npy.write(made.resolve("logit_gradients.npy"), numbers(N * CLASSES, 2), N, CLASSES);
    }

    private Invocation pith(String command, Path source, Object... options) {
        List<Object> words = new ArrayList<>(List.of(command, source, "--from", made, "-o", run));
        words.addAll(List.of(options));
        return Invocation.of(words.toArray());
    }

    private static List<Long> shape(Path file) {
        return NpyHeader.read(file).shape();
    }

    @Test
    void areCopiedAndCompared() throws IOException {
        Invocation done = pith("quantize", images, "--bins", 3, "--keep", 6);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("18 samples, 3 classes", "3 bins of 18 samples", "6 selected");
        assertThat(Npy.readDoubles(run.resolve("features.npy"))).isEqualTo(doubles(embeddings));
        assertThat(Files.readString(run.resolve("manifest.json")))
                .contains("\"features\" : \"embedding\"", "\"from\" : \"made\"", "\"network\" : \"of mine\"");
        SamplesTable table = SamplesTable.read(run.resolve("samples.csv"), N);
        assertThat(table.key).startsWith("class0/0.png").endsWith("class2/5.png");

        Path own = folder.resolve("own");
        Path labels = folder.resolve("labels.npy");
        Npy.write(labels, table.label);
        Invocation.of("bins", made.resolve("embeddings.npy"), "--labels", labels, "--bins", 3, "-o", own);
        assertThat(SamplesTable.read(own.resolve("samples.csv"), N).bin)
                .as("as features of one's own are")
                .isEqualTo(table.bin);

        Invocation again = pith("quantize", images, "--bins", 3, "--keep", 6);
        assertThat(again.out().lines().filter(line -> line.endsWith("done before")))
                .hasSize(3);
        embeddings[0]++;
        Npy.write(made.resolve("embeddings.npy"), embeddings, N, D);
        assertThat(pith("quantize", images, "--bins", 3, "--keep", 6).err()).contains("--force");
        assertThat(Invocation.of("report", run).exitCode()).isZero();
        assertThat(Invocation.of("export", run, "--to", "imagefolder", "-o", folder.resolve("out"))
                        .exitCode())
                .isZero();
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    @Test
    void gradientsLastLayerAndSoftLabelsServeAsPithsOwn() {
        gradients();
        Npy.write(made.resolve("last_layer.npy"), numbers(CLASSES * (D + 1), 3), CLASSES, D + 1);
        try (NpyWriter logits = NpyWriter.ofHalves(made.resolve("logits.npy"), N, CLASSES)) {
            for (int i = 0; i < N; i++) {
                logits.append(new float[] {i, 0.5f, -i});
            }
        }
        Invocation done = pith("features", images);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(shape(run.resolve("gradients/logit_gradients.npy"))).containsExactly((long) N, (long) CLASSES);
        assertThat(run.resolve("features.npy")).doesNotExist();
        assertThat(Npy.readDoubles(run.resolve("soft_labels.npy"))).startsWith(0, 0.5, 0, 1, 0.5, -1);
        Invocation ranked = Invocation.of("select", run, "--method", "deepfool", "--keep", 5);
        assertThat(ranked.exitCode()).as(ranked.err()).isZero();
        Invocation trained = Invocation.of(
                "train",
                images,
                "--selection",
                run,
                "--soft-labels",
                run,
                "--net",
                "mlp",
                "--steps",
                2,
                "-o",
                folder.resolve("trained"));
        assertThat(trained.exitCode()).as(trained.err()).isZero();

        Npy.write(made.resolve("last_layer.npy"), numbers(CLASSES * D, 3), CLASSES, D);
        run = folder.resolve("another");
        assertThat(pith("features", images).err())
                .startsWith("pith: " + made.resolve("last_layer.npy") + ": has the shape (3, 5), but by logit")
                .hasLineCount(1);
        assertThat(run.resolve("gradients")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "features, ,          gradient",
        "features, embedding, embedding",
        "features, logits,    logits",
        "select,   ,          embedding",
        "bins,     ,          gradient",
    })
    void whichAreTakenIsSaidOrUsual(String command, @Nullable String asked, String taken) throws IOException {
        gradients();
        Npy.write(made.resolve("logits.npy"), numbers(N * 7, 4), N, 7);
        List<Object> options = new ArrayList<>();
        if (asked != null) {
            options.addAll(List.of("--features", asked));
        }
        Invocation done = pith(command, images, options.toArray());
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Files.readString(run.resolve("manifest.json"))).contains("\"features\" : \"" + taken + "\"");
        assertThat(run.resolve("soft_labels.npy")).as("of other classes").doesNotExist();
    }

    @Test
    void aFolderIsASourceWithItsKeys() throws IOException {
        Invocation done = Invocation.of("bins", made, "--bins", 3, "-o", run);
        assertThat(done.exitCode()).as(done.err()).isZero();
        SamplesTable table = SamplesTable.read(run.resolve("samples.csv"), N);
        assertThat(table.key).startsWith("class0/0.png").endsWith("class2/5.png");
        assertThat(table.label).isNull();
        Npy.write(made.resolve("labels.npy"), new long[N]);
        assertThat(Invocation.of("bins", run).err()).contains("the source has changed since this run began");
        assertThat(Invocation.of("features", made, "--from", made, "-o", folder.resolve("x")))
                .isEqualTo(new Invocation(
                        2,
                        "",
                        "pith: --from is for images and records; " + made
                                + " holds features already\nTry pith features --help\n"));
    }

    @Test
    void unusableRowsAreNamedOrLeftOut() throws IOException {
        embeddings[4 * D] = Float.NaN;
        Npy.write(made.resolve("embeddings.npy"), embeddings, N, D);
        assertThat(pith("bins", images, "--bins", 3))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + images + ": 1 sample cannot be used: id 4 (class0/4.png) features hold NaN; repair or"
                                + " remove, or leave out with --on-error skip\n"));
        assertThat(run.resolve("features.npy")).doesNotExist();
        Invocation done = pith("bins", images, "--bins", 3, "--on-error", "skip");
        assertThat(done.out()).contains("1 cannot be used and are left out", "3 bins of 17 samples");
        assertThat(run.resolve("skipped.csv")).hasContent("id,key,reason\n4,class0/4.png,features hold NaN\n");
    }

    @Test
    void anotherSourceIsRefusedBeforeThereIsARun() throws IOException {
        Files.move(images.resolve("class1/0.png"), images.resolve("class1/7.png"));
        assertThat(pith("features", images))
                .isEqualTo(new Invocation(
                        1,
                        "",
                        "pith: " + made.resolve("keys.txt") + ":7: is 'class1/0.png' where 'class1/1.png', sample 6 of "
                                + images + ", should be, which is in line 8: one that the source does not have; make the"
                                + " arrays anew of this source, as docs/gpu.md shows\n"));
        Npy.write(made.resolve("embeddings.npy"), new float[4], 4, 1);
        assertThat(pith("features", images).err())
                .startsWith("pith: " + made.resolve("embeddings.npy") + ": has the shape (4, 1), but keys.txt names 18")
                .hasLineCount(1);
        Files.delete(made.resolve("keys.txt"));
        assertThat(pith("features", images).err())
                .startsWith("pith: " + made + ": holds no keys.txt, which says of which samples its features are;")
                .hasLineCount(1);
        assertThat(run).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--features logits | : holds no features logits; it has embedding",
                "--features pixels | `from` brings features gradient, embedding or logits, not pixels",
                "--net resnet18    | --net, --weights, --epochs, --mean and --std make features, and --from brings them",
                "--embedder minilm | --embedder and --exclude-near are for texts;",
            })
    void optionsThatContradictAreRefused(String option, String message) {
        String[] words = option.split(" ", 2);
        Invocation refused = pith("features", images, words[0], words[1]);
        assertThat(refused.exitCode()).isIn(1, 2);
        assertThat(refused.err()).contains(message.replaceAll("`(\\w+)`", "--$1"));
        assertThat(run).doesNotExist();
        Invocation.of("features", images, "--features", "pixels", "-o", run);
        assertThat(Invocation.of("bins", run, "--from", made).err()).contains("is a run and has its features");
    }

    @Test
    void methodsThatNeedScoresSayWhere() {
        assertThat(pith("quantize", images, "--method", "auto").err())
                .contains("features were made elsewhere", "pith scores RUN", "name a method");
        Invocation done = pith("select", images, "--keep", 3);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.err()).contains("no other method is tried: ");
        assertThat(Invocation.of("scores", run, "--net", "mlp").err())
                .contains("--net is for a source");
    }

    @Test
    void ofRecordsAreOfTheirTexts() throws IOException {
        String[] texts = {"one", "two", "two", "three", "four", "five", "six", "seven"};
        Path file = folder.resolve("texts.jsonl");
        write(file, texts);
        float[] vectors = numbers(texts.length * D, 5);
        System.arraycopy(vectors, 3 * D, vectors, 6 * D, D); // six is as three
        Npy.write(made.resolve("embeddings.npy"), vectors, texts.length, D);
        try (Source source = Sources.open(file.toString(), SourceOptions.DEFAULT)) {
            describe(source);
        }
        Path test = folder.resolve("test.jsonl");
        write(test, "five", "eight");
        Invocation done = pith(
                "select", file, "--dedup", "semantic", "--exclude-near", test, "--ngram", 1, "--keep", 3);
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(Files.readAllLines(run.resolve("duplicates.csv")))
                .containsExactly(
                        "id,key,of,of_key,similarity",
                        "6,6,3,3,1.000000",
                        "5,5,,test.jsonl:0,1.000000");
        assertThat(run.resolve("selection.jsonl")).content().hasLineCount(3);
        assertThat(Invocation.of("select", run, "--method", "nearest-query", "--query", test).err())
                .isEqualTo("pith: the vectors were made elsewhere, so no other text can be compared with them; give"
                        + " vectors by the same model, as an .npy\n");

        write(file, "one", "two", "two", "four", "three", "five", "six", "seven");
        run = folder.resolve("another");
        assertThat(pith("features", file).err())
                .startsWith("pith: " + made.resolve("texts.txt") + ":4: is of another text than record 3 of " + file
                        + ", 'four'; make")
                .hasLineCount(1);
        assertThat(pith("features", file, "--embedder", "minhash").err()).contains("--from brings them; give either");
        assertThat(pith("features", file, "--exclude-near", test, "--threshold", 0.9).err())
                .contains("compare words, with --ngram in place of --threshold");
    }

    private static void write(Path file, String... texts) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String text : texts) {
            lines.append("{\"instruction\": \"").append(text).append("\"}\n");
        }
        Files.writeString(file, lines);
    }
}
