package dev.pith.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextEmbeddingTest {
    private static final List<String> TEXTS = IntStream.range(0, 23)
            .mapToObj(i -> i == 5 ? " " : "text\nnumber " + i)
            .toList();

    @TempDir
    private Path folder;

    /** Embeds by the letters of a text, and stops for good after some batches. */
    private static final class Letters implements Embedder {
        private final int dimension;
        private int remainingBatches;
        private final List<String> seen = new ArrayList<>();

        Letters(int dimension, int batches) {
            this.dimension = dimension;
            this.remainingBatches = batches;
        }

        @Override
        public Map<String, String> identity() {
            return Map.of("embedder", "letters");
        }

        @Override
        public int batch() {
            return 4;
        }

        @Override
        public float[][] embed(List<String> texts, Threads threads) {
            if (remainingBatches-- == 0) {
                throw new PithException("the power went out");
            }
            seen.addAll(texts);
            return texts.stream().map(this::vector).toArray(float[][]::new);
        }

        private float[] vector(String text) {
            float[] vector = new float[dimension];
            for (int i = 0; i < text.length(); i++) {
                vector[i % dimension] += text.charAt(i);
            }
            return vector;
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    private Letters embed(Letters letters, boolean force) throws IOException {
        try (Threads threads = new Threads(1);
                TextEmbedding embedding = TextEmbedding.open(
                        RecordTexts.of(new ListSource(TEXTS)), letters, folder.resolve("log"), "source", force)) {
            embedding.embed(threads, Progress.NONE);
            embedding.write(folder.resolve("rows.npy"));
        }
        return letters;
    }

    @Test
    void goesOnAfterAKillToTheSameBytesWithoutDoingAnythingTwice() throws IOException {
        embed(new Letters(3, 99), false);
        byte[] undisturbed = Files.readAllBytes(folder.resolve("rows.npy"));
        TextEmbedding.forget(folder.resolve("log"));

        Letters killed = new Letters(3, 2);
        assertThatThrownBy(() -> embed(killed, false)).hasMessage("the power went out");
        Letters second = embed(new Letters(3, 99), false);

        assertThat(Files.readAllBytes(folder.resolve("rows.npy"))).isEqualTo(undisturbed);
        assertThat(killed.seen).hasSize(8);
        assertThat(second.seen).hasSize(14).doesNotContainAnyElementsOf(killed.seen);
        assertThat(killed.seen.get(0)).isEqualTo("text number 0");
    }

    @Test
    void forgetsWhatAKillLeftHalfWrittenOrDamaged() throws IOException {
        embed(new Letters(3, 99), false);
        byte[] undisturbed = Files.readAllBytes(folder.resolve("rows.npy"));
        byte[] log = Files.readAllBytes(folder.resolve("log"));
        for (int length = 0; length < log.length; length += 7) {
            byte[] cut = Arrays.copyOf(log, length);
            if (length > 80 && length % 2 == 0) {
                cut[length - 1] ^= 1;
            }
            Files.write(folder.resolve("log"), cut);
            embed(new Letters(3, 99), false);
            assertThat(Files.readAllBytes(folder.resolve("rows.npy"))).isEqualTo(undisturbed);
        }
    }

    @Test
    void aFullDiskIsNamedByItsFile() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Path log = Files.createSymbolicLink(folder.resolve("log"), full);
        assertThatThrownBy(() -> embed(new Letters(3, 99), false))
                .isInstanceOf(PithException.class)
                .hasMessage(log + ": the disk is full (No space left on device); free some space and give the same"
                        + " command again");
        Files.delete(log);
    }

    @Test
    void refusesVectorsOfAnotherLength() throws IOException {
        assertThatThrownBy(() -> embed(new Letters(3, 2), false)).isInstanceOf(PithException.class);
        assertThatThrownBy(() -> embed(new Letters(4, 99), false))
                .hasMessage("the embedder gave 4 numbers for record 9 and 3 for those before; the same model must"
                        + " embed all records");
    }

    @Test
    void refusesRowsOfAnotherSourceUnlessForced() throws IOException {
        assertThatThrownBy(() -> embed(new Letters(3, 2), false)).isInstanceOf(PithException.class);
        RecordTexts texts = RecordTexts.of(new ListSource(TEXTS));
        Path log = folder.resolve("log");
        assertThatThrownBy(() -> TextEmbedding.open(texts, new Letters(3, 99), log, "other", false))
                .hasMessageContaining("holds rows that were made otherwise")
                .hasMessageContaining("`force`");
        TextEmbedding.open(texts, new Letters(3, 99), log, "other", true).close();
    }

    @Test
    void namesRecordsWithoutText() {
        assertThat(RecordTexts.of(new ListSource(TEXTS)).missing()).isEqualTo(Map.of(5, "its text is blank"));
    }

    @Test
    void textsOfWhichNothingCanBeSeenAreBlank() {
        List<String> texts =
                List.of("\u00A0", "\u200B\u200D", "\uFEFF", "\u3000\t", "\0\u0007", "\u2028", "", "\u00AD.", "\uD800");
        assertThat(RecordTexts.of(new ListSource(texts)).missing()).containsOnlyKeys(0, 1, 2, 3, 4, 5, 6);
    }
}
