package dev.pith.text.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.text.LongTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxEmbedderTest {
    private static final List<String> TEXTS = List.of(
            "How do I bake bread?",
            "A recipe for a loaf of bread",
            "The stock market fell by two percent",
            "日本語 and 😀",
            "word ".repeat(5000),
            "x");

    private static float[][] minilm(List<String> texts, int threadCount) {
        try (Threads threads = new Threads(threadCount);
                OnnxEmbedder embedder = OnnxEmbedder.minilm(LongTexts.HEAD)) {
            return embedder.embed(texts, threads);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    @Test
    void vectorsHaveLengthOneAndMeanSomething() {
        float[][] vectors = minilm(TEXTS, 2);
        for (float[] vector : vectors) {
            assertThat(vector).hasSize(384);
            assertThat(dot(vector, vector)).isCloseTo(1, within(1e-5));
        }
        assertThat(dot(vectors[0], vectors[1])).isGreaterThan(dot(vectors[0], vectors[2]) + 0.3);
    }

    @Test
    void theVectorOfATextDependsOnNothingElse() {
        float[][] together = minilm(TEXTS, 3);
        for (int i = 0; i < TEXTS.size(); i++) {
            assertThat(minilm(List.of(TEXTS.get(i)), 1)[0]).isEqualTo(together[i]);
        }
    }

    @Test
    void ofLongTextsTheHeadTheTailOrAllIsRead() {
        String most = "word ".repeat(254); // and two marks
        String head = "word ".repeat(254) + "bread ".repeat(254);
        String other = "word ".repeat(254) + "river ".repeat(254);
        float[] word = minilm(List.of(most), 1)[0];
        float[] bread = minilm(List.of("bread ".repeat(254)), 1)[0];
        try (Threads threads = new Threads(1);
                OnnxEmbedder heads = OnnxEmbedder.minilm(LongTexts.HEAD);
                OnnxEmbedder tails = OnnxEmbedder.minilm(LongTexts.TAIL);
                OnnxEmbedder windows = OnnxEmbedder.minilm(LongTexts.WINDOWS)) {
            assertThat(heads.excerpt(most)).isEmpty();
            assertThat(heads.excerpt(head)).isPresent().isEqualTo(heads.excerpt(other));
            assertThat(tails.excerpt(head)).isPresent().isNotEqualTo(tails.excerpt(other));
            assertThat(windows.excerpt(head)).isPresent().isNotEqualTo(windows.excerpt(other));
            assertThat(heads.embed(List.of(head), threads)[0]).isEqualTo(word);
            assertThat(tails.embed(List.of(head), threads)[0]).isEqualTo(bread);
            assertThat(windows.embed(List.of(most), threads)[0]).isEqualTo(word);
            assertThat(windows.embed(List.of(head), threads)[0])
                    .isEqualTo(LongTexts.mean(List.of(word, bread), LongTexts.WINDOWS.spans(508, 254)));
            assertThat(windows.identity()).isNotEqualTo(heads.identity());
        }
    }

    @Test
    void halfASurrogatePairIsReadAsSomething() {
        float[][] vectors = minilm(List.of("bread \uD800 and \uDC00", "bread\0"), 1);
        assertThat(dot(vectors[0], vectors[0])).isCloseTo(1, within(1e-5));
        assertThat(vectors[1]).isEqualTo(minilm(List.of("bread"), 1)[0]);
    }

    @Test
    void readsAFolderAsSentenceTransformersLaysItOut(@TempDir Path folder) throws IOException {
        OnnxModel minilm = OnnxModel.minilm();
        assertThatThrownBy(() -> OnnxEmbedder.folder(folder, LongTexts.HEAD))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("holds no model.onnx");
        Files.createDirectory(folder.resolve("onnx"));
        Files.write(folder.resolve("onnx/model.onnx"), minilm.network());
        assertThatThrownBy(() -> OnnxEmbedder.folder(folder, LongTexts.HEAD))
                .hasMessageContaining("holds no tokenizer.json");
        Files.write(folder.resolve("tokenizer.json"), minilm.tokenizer());
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 256}");
        try (Threads threads = new Threads(1);
                OnnxEmbedder embedder = OnnxEmbedder.folder(folder, LongTexts.HEAD)) {
            assertThat(embedder.embed(TEXTS, threads)).isDeepEqualTo(minilm(TEXTS, 1));
        }
        Files.write(folder.resolve("onnx/model.onnx"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> OnnxEmbedder.folder(folder, LongTexts.HEAD))
                .hasMessageContaining("no network that ONNX Runtime");
    }
}
