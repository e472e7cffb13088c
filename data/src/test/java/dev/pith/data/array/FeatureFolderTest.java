package dev.pith.data.array;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.Fingerprint;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFolderTest {
    private static final List<String> KEYS = List.of("a/10.png", "a/2.png", "b/x.png");

    @TempDir
    private Path folder;

    private Path made;

    @BeforeEach
    void write() throws IOException {
        made = Files.createDirectories(folder.resolve("made"));
        describe(KEYS, null);
        embeddings(3);
    }

    private void embeddings(int rows) {
        float[] values = new float[2 * rows];
        values[0] = 7;
        Npy.write(made.resolve("embeddings.npy"), values, rows, 2);
    }

    private void describe(List<String> keys, @Nullable List<String> texts) throws IOException {
        Files.deleteIfExists(made.resolve("texts.txt"));
        String lines = lines(keys.stream());
        Files.writeString(made.resolve("keys.txt"), lines);
        if (texts != null) {
            String ofTexts = lines(texts.stream().map(FeatureFolder::digest));
            Files.writeString(made.resolve("texts.txt"), ofTexts);
            lines += ofTexts;
        }
        about(keys.size(), new Fingerprint().bytes(lines.getBytes(StandardCharsets.UTF_8)).hex());
    }

    private static String lines(Stream<String> texts) {
        StringBuilder lines = new StringBuilder();
        texts.forEach(text -> lines.append(text).append('\n'));
        return lines.toString();
    }

    private void about(int samples, String fingerprint) throws IOException {
        Files.writeString(
                made.resolve("source.json"),
                "{\"samples\": %d, \"model\": \"m\", \"fingerprint\": \"%s\"}".formatted(samples, fingerprint));
    }

    private Source images(String... keys) throws IOException {
        Path root = folder.resolve("images");
        for (String key : keys) {
            Files.createDirectories(root.resolve(key).getParent());
            Files.write(root.resolve(key), new byte[] {1}); // no image is opened
        }
        return Sources.open(root.toString(), SourceOptions.DEFAULT);
    }

    private RecordSource records(String... texts) throws IOException {
        Path file = Files.writeString(
                folder.resolve("records.jsonl"),
                lines(Stream.of(texts).map(text -> "{\"instruction\": \"" + text + "\"}")));
        return (RecordSource) Sources.open(file.toString(), SourceOptions.DEFAULT);
    }

    private AbstractThrowableAssert<?, ?> refused() {
        return assertThatThrownBy(() -> FeatureFolder.open(made)).isInstanceOf(PithException.class);
    }

    private AbstractThrowableAssert<?, ?> refused(Source source) {
        return assertThatThrownBy(() -> FeatureFolder.open(made).requireKeysOf(source))
                .isInstanceOf(PithException.class);
    }

    @Test
    void knowsItsSamples() throws IOException {
        FeatureFolder open = FeatureFolder.open(made);
        open.requireKeysOf(images(KEYS.toArray(String[]::new)));
        assertThat(open.size()).isEqualTo(3);
        assertThat(open.model()).isEqualTo("m");
        assertThat(open.has(FeatureFolder.EMBEDDINGS)).isTrue();
        assertThat(open.has(FeatureFolder.LOGITS)).isFalse();
        assertThat(open.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("keys.txt", "source.json", "embeddings.npy");
    }

    @Test
    void itsKeysAreThoseOfASource() throws IOException {
        try (FeatureSource source = (FeatureSource) Sources.open(made.toString(), SourceOptions.DEFAULT)) {
            assertThat(source.dimension()).isEqualTo(2);
            assertThat(source.key(1)).isEqualTo("a/2.png");
            String before = source.fingerprint();
            describe(List.of("a", "b", "c"), null);
            try (Source other = Sources.open(made.toString(), SourceOptions.DEFAULT)) {
                assertThat(other.fingerprint()).isNotEqualTo(before);
                assertThat(other.key(1)).isEqualTo("b");
            }
        }
        describe(List.of("a", "b", "a"), null);
        assertThatThrownBy(() -> Sources.open(made.toString(), SourceOptions.DEFAULT))
                .hasMessage(made.resolve("keys.txt")
                        + ":3: is 'a', as line 1 is; give each sample a key of its own, such as its path");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertThatThrownBy(() -> FeatureFolder.open(folder.resolve("nowhere")))
                .hasMessage(folder.resolve("nowhere") + ": no such folder: check the path");
        for (String name : List.of("source.json", "keys.txt")) {
            Files.delete(made.resolve(name));
            refused().hasMessage(made + ": holds no " + name + ", which says of which samples its features are;"
                    + " docs/gpu.md shows how to write it");
        }
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws IOException {
        embeddings(4);
        refused().hasMessageContainingAll("embeddings.npy: has the shape (4, 2)", "names 3 samples");
        embeddings(3);
        Files.writeString(made.resolve("keys.txt"), lines(Stream.of("a", "b")));
        refused().hasMessageContaining("keys.txt: has 2 lines, but source.json says 3 samples");
        Files.writeString(made.resolve("keys.txt"), lines(Stream.of("a", "b", "c")));
        refused().hasMessageContaining("source.json: its fingerprint is not the SHA-256 of keys.txt");
        Files.writeString(made.resolve("source.json"), "{");
        refused().hasMessageContaining("source.json: is no JSON object with samples, model and fingerprint");
        Files.writeString(made.resolve("source.json"), "[]");
        refused().hasMessageContaining("keys.txt: has 3 lines, but source.json says");
    }

    @Test
    void anotherOrderNamesTheLineAndBothKeys() throws IOException {
        Source source = images(KEYS.toArray(String[]::new));
        describe(List.of("a/2.png", "a/10.png", "b/x.png"), null);
        refused(source)
                .hasMessage(made.resolve("keys.txt") + ":1: is 'a/2.png' where 'a/10.png', sample 0 of "
                        + source.name() + ", should be, which is in line 2: another order; make the arrays anew of this"
                        + " source, as docs/gpu.md shows");
    }

    @Test
    void oneMoreOrOneLessIsNamed() throws IOException {
        String where = made.resolve("keys.txt").toString();
        refused(images("a/10.png", "a/2.png"))
                .hasMessageStartingWith(where + ":3: 'b/x.png' is one more than ")
                .hasMessageContaining(", which are 2 samples; ");
        refused(images("a/15.png", "b/x.png"))
                .hasMessageStartingWith(where + ":2: is 'a/2.png' where 'a/15.png', sample 1 of ")
                .hasMessageContaining("should be, which is missing; ");
        describe(List.of("a/10.png", "a/15.png"), null);
        embeddings(2);
        refused(images()).hasMessageStartingWith(where + ":3: ends where 'a/2.png', sample 2 of ");
        describe(List.of("a/10.png", "a/14.png", "a/15.png", "a/2.png", "b/x.png"), null);
        embeddings(5);
        refused(images())
                .hasMessageStartingWith(where + ":2: is 'a/14.png' where 'a/15.png', sample 1 of ")
                .hasMessageContaining("which is in line 3: one that the source does not have; ");
    }

    @Test
    void gradientsDependOnLabels() throws IOException {
        Source source = images(KEYS.toArray(String[]::new));
        Npy.write(made.resolve("labels.npy"), new long[] {0, 1, 1});
        FeatureFolder.open(made).requireKeysOf(source);
        Npy.write(made.resolve("logit_gradients.npy"), new float[6], 3, 2);
        refused(source).hasMessageContaining("labels.npy: the label of a/2.png is 1, but 0 in " + source.name());
        Npy.write(made.resolve("labels.npy"), new long[] {0, 0});
        refused(source).hasMessageContaining("labels.npy: has 2 labels, but there are 3 samples");
        Npy.write(made.resolve("labels.npy"), new long[] {0, 0, 1});
        FeatureFolder.open(made).requireKeysOf(source);
    }

    @Test
    void recordsAreKnownByTheirTexts() throws IOException {
        RecordSource source = records("first", "", "naïve 😀");
        List<String> keys = List.of("0", "1", "2");
        assertThatThrownBy(() -> FeatureFolder.open(made).requireTextsOf(source, Progress.NONE))
                .hasMessage(made + ": holds no texts.txt, which tells of which texts its vectors are; docs/gpu.md shows"
                        + " how to write it");
        describe(keys, List.of("first", "", "naïve 😀"));
        FeatureFolder.open(made).requireTextsOf(source, Progress.NONE);
        describe(keys, List.of("naïve 😀", "", "first"));
        FeatureFolder.open(made).requireKeysOf(source); // which say nothing
        assertThatThrownBy(() -> FeatureFolder.open(made).requireTextsOf(source, Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(made.resolve("texts.txt") + ":1: is of another text than record 0 of "
                        + source.name() + ", 'first'; make");
        describe(keys, List.of("first", ""));
        assertThatThrownBy(() -> FeatureFolder.open(made).requireTextsOf(source, Progress.NONE))
                .hasMessageContaining("has too few lines in texts.txt");
    }

    /** What Python's {@code hashlib.sha256("naïve 😀".encode()).hexdigest()[:16]} is. */
    @Test
    void aTextsLineIsTheBeginningOfItsSha256() {
        assertThat(FeatureFolder.digest("")).isEqualTo("e3b0c44298fc1c14");
        assertThat(FeatureFolder.digest("naïve 😀")).isEqualTo("53c2bbca83e9f8b5");
    }
}
