package dev.pith.text.minhash;

import dev.pith.parallel.Threads;
import dev.pith.text.Embedder;
import java.util.List;
import java.util.Map;

/**
 * One bit of each place of a text's signature, as +1 or -1. Of the places where two signatures differ half have the
 * same bit, so the dot product of two vectors, divided by {@value Signature#PERMUTATIONS}, estimates the Jaccard
 * similarity of the texts' shingles without bias (Li and König, <em>b-bit minwise hashing</em>, WWW 2010, with b = 1);
 * so does their cosine.
 */
public final class MinHashEmbedder implements Embedder {
    private static final int BATCH = 4096;

    @Override
    public Map<String, String> identity() {
        return Map.of(
                "embedder", "minhash",
                "shingles", Integer.toString(Shingles.WIDTH),
                "permutations", Integer.toString(Signature.PERMUTATIONS));
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public float[][] embed(List<String> texts, Threads threads) {
        float[][] vectors = new float[texts.size()][];
        threads.forEach(vectors.length, i -> vectors[i] = signs(Signature.of(Shingles.of(texts.get(i)))));
        return vectors;
    }

    private static float[] signs(long[] signature) {
        float[] signs = new float[signature.length];
        for (int p = 0; p < signs.length; p++) {
            signs[p] = (signature[p] & 1) == 0 ? -1 : 1;
        }
        return signs;
    }

    @Override
    public void close() {
        // Holds nothing.
    }
}
