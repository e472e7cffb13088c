package dev.pith.bench;

import dev.pith.data.RecordSource;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.text.Embedder;
import dev.pith.text.LongTexts;
import dev.pith.text.RecordTexts;
import dev.pith.text.onnx.OnnxEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Texts per second through {@code minilm}: one line per repetition. Leaves the texts and their vectors for a peer. */
final class EmbeddingSpeed {
    private EmbeddingSpeed() {}

    /**
     * Arguments: SOURCE TEXTS REPEATS FOLDER. Embeds as many texts, drawn evenly, as often; the first time is not
     * counted. FOLDER then holds {@code texts.txt}, one a line, and {@code vectors.npy}.
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[1]);
        int repeats = Integer.parseInt(arguments[2]);
        Path folder = Files.createDirectories(Path.of(arguments[3]));
        try (RecordSource source = (RecordSource) Sources.open(arguments[0], SourceOptions.DEFAULT);
                Threads threads = new Threads(Runtime.getRuntime().availableProcessors());
                Embedder embedder = OnnxEmbedder.minilm(LongTexts.HEAD)) {
            RecordTexts records = RecordTexts.of(source);
            int[] ids = records.ids();
            List<String> texts = IntStream.range(0, count)
                    .mapToObj(i -> records.text(ids[(int) ((long) i * ids.length / count)]))
                    .toList();
            Files.write(folder.resolve("texts.txt"), texts);
            float[][] vectors = new float[count][];
            for (int repeat = 0; repeat <= repeats; repeat++) {
                long started = System.nanoTime();
                for (int from = 0; from < count; from += embedder.batch()) {
                    int to = Math.min(count, from + embedder.batch());
                    System.arraycopy(embedder.embed(texts.subList(from, to), threads), 0, vectors, from, to - from);
                }
                if (repeat > 0) {
                    System.out.printf(Locale.ROOT, "%.1f%n", count / ((System.nanoTime() - started) / 1e9));
                }
            }
            float[] all = new float[count * vectors[0].length];
            for (int i = 0; i < count; i++) {
                System.arraycopy(vectors[i], 0, all, i * vectors[0].length, vectors[0].length);
            }
            Npy.write(folder.resolve("vectors.npy"), all, count, vectors[0].length);
        }
    }
}
