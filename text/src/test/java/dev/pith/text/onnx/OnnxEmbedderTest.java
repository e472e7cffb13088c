package dev.pith.text.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.parallel.Workers;
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

    private static float[][] minilm(List<String> texts, int threads) {
        try (Workers workers = new Workers(threads);
                OnnxEmbedder embedder = OnnxEmbedder.minilm()) {
            return embedder.embed(texts, workers);
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
    void longTextsAreCut() {
        float[][] vectors = minilm(List.of("word ".repeat(5000), "word ".repeat(4000)), 1);
        assertThat(vectors[0]).isEqualTo(vectors[1]);
    }

    @Test
    void readsAFolderAsSentenceTransformersLaysItOut(@TempDir Path folder) throws IOException {
        OnnxModel minilm = OnnxModel.minilm();
        assertThatThrownBy(() -> OnnxEmbedder.folder(folder))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("holds no model.onnx");
        Files.createDirectory(folder.resolve("onnx"));
        Files.write(folder.resolve("onnx/model.onnx"), minilm.network());
        assertThatThrownBy(() -> OnnxEmbedder.folder(folder)).hasMessageContaining("holds no tokenizer.json");
        Files.write(folder.resolve("tokenizer.json"), minilm.tokenizer());
        Files.writeString(folder.resolve("sentence_bert_config.json"), "{\"max_seq_length\": 256}");
        try (Workers workers = new Workers(1);
                OnnxEmbedder embedder = OnnxEmbedder.folder(folder)) {
            assertThat(embedder.embed(TEXTS, workers)).isDeepEqualTo(minilm(TEXTS, 1));
        }
        Files.write(folder.resolve("onnx/model.onnx"), new byte[] {1, 2, 3});
        assertThatThrownBy(() -> OnnxEmbedder.folder(folder)).hasMessageContaining("no network that ONNX Runtime");
    }
}
