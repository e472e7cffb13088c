package dev.pith.text.duplicate;

import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.text.RecordTexts;
import dev.pith.text.TextHash;
import dev.pith.text.minhash.Shingles;
import dev.pith.text.minhash.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Finds records that repeat others. Records are gone through in id order, and one is a duplicate when it is near enough
 * to a record before it that is kept, not to one that is dropped itself: so chains of small changes do not swallow each
 * other. Of several such records the lowest id is named. The answers do not depend on the number of threads.
 */
public final class Duplicates {
    /** Records whose similarities to all those kept before are computed at once. */
    private static final int BLOCK = 128;

    /** A signature is cut into so many bands; two records are compared when they agree in any of them. */
    private static final int BANDS = 32;

    private static final int ROWS = Signature.PERMUTATIONS / BANDS;

    private Duplicates() {}

    /**
     * Returns the bytes that {@link #semantic} takes for n records: a block's similarities to all kept ones, and ids.
     */
    public static long semanticBytes(long n) {
        return n * (BLOCK * Float.BYTES + 4 * Integer.BYTES);
    }

    /** Finds the records whose text, line breaks as spaces, is that of an earlier one. Memory: a hash a record. */
    public static List<Duplicate> exact(RecordTexts texts, Progress progress) {
        Map<TextHash, Integer> first = new HashMap<>();
        List<Duplicate> duplicates = new ArrayList<>();
        for (int id : texts.ids()) {
            Integer before = first.putIfAbsent(TextHash.of(texts.text(id)), id);
            if (before != null) {
                duplicates.add(new Duplicate(id, before, 1));
            }
            progress.onStep(id + 1L, texts.size());
        }
        return duplicates;
    }

    /**
     * Finds the records that share a Jaccard similarity of shingles of at least {@code threshold} with an earlier one.
     *
     * <p>Pairs come from locality-sensitive hashing (Broder 1997; {@value #BANDS} bands of the signature) and are then
     * compared shingle by shingle: what is found is true, and a pair of similarity s is overlooked with the probability
     * {@code (1 - s^4)^32}: 1 in 5,000 at 0.7, 1 in 8 at 0.5.
     *
     * @param threshold in (0, 1]
     */
    public static List<Duplicate> minhash(RecordTexts texts, double threshold, Threads threads, Progress progress) {
        int[] ids = texts.ids();
        long[][] bands = new long[ids.length][];
        threads.forEach(ids.length, k -> bands[k] = bands(Signature.of(Shingles.of(texts.text(ids[k])))));
        Map<Long, List<Integer>> kept = new HashMap<>(); // band to the positions of kept records, ascending
        List<Duplicate> duplicates = new ArrayList<>();
        for (int k = 0; k < ids.length; k++) {
            TreeSet<Integer> candidates = new TreeSet<>();
            for (long band : bands[k]) {
                candidates.addAll(kept.getOrDefault(band, List.of()));
            }
            long[] shingles = candidates.isEmpty() ? new long[0] : Shingles.of(texts.text(ids[k]));
            boolean repeats = false;
            for (int candidate : candidates) {
                double similarity = Shingles.jaccard(shingles, Shingles.of(texts.text(ids[candidate])));
                if (similarity >= threshold) {
                    duplicates.add(new Duplicate(ids[k], ids[candidate], similarity));
                    repeats = true;
                    break;
                }
            }
            if (!repeats) {
                for (long band : bands[k]) {
                    kept.computeIfAbsent(band, unused -> new ArrayList<>(1)).add(k);
                }
            }
            progress.onStep(k + 1L, ids.length);
        }
        return duplicates;
    }

    private static long[] bands(long[] signature) {
        long[] bands = new long[BANDS];
        for (int b = 0; b < BANDS; b++) {
            long hash = Shingles.mix(b + 1L);
            for (int r = 0; r < ROWS; r++) {
                hash = Shingles.mix(hash ^ signature[b * ROWS + r]);
            }
            bands[b] = hash;
        }
        return bands;
    }

    /**
     * Finds the records whose vector has a cosine of at least {@code threshold} with an earlier one's. Products in
     * float32 say which pairs are worth a look, with their error as margin; the cosine in double decides. Work: n * n *
     * d / 2 at most.
     *
     * @param features one row for each record
     * @param skipped ids that have no vector
     * @param threshold in (-1, 1]
     */
    public static List<Duplicate> semantic(Features features, BitSet skipped, double threshold, Progress progress) {
        int[] ids = IntStream.range(0, features.size())
                .filter(id -> !skipped.get(id))
                .toArray();
        int[] kept = new int[ids.length];
        int count = 0;
        List<Duplicate> duplicates = new ArrayList<>();
        for (int from = 0; from < ids.length; from += BLOCK) {
            int[] block = Arrays.copyOfRange(ids, from, Math.min(ids.length, from + BLOCK));
            int[] before = Arrays.copyOf(kept, count);
            float[][] products = new float[block.length][count];
            if (count > 0) {
                features.approximateDots(before, block, products);
            }
            for (int b = 0; b < block.length; b++) {
                int repeated = firstNear(features, block[b], before, products[b], threshold);
                for (int k = before.length; repeated < 0 && k < count; k++) { // kept within this block
                    repeated = cosine(features, block[b], kept[k]) >= threshold ? kept[k] : -1;
                }
                if (repeated < 0) {
                    kept[count++] = block[b];
                } else {
                    duplicates.add(new Duplicate(block[b], repeated, cosine(features, block[b], repeated)));
                }
            }
            progress.onStep(Math.min(ids.length, from + BLOCK), ids.length);
        }
        return duplicates;
    }

    private static int firstNear(Features features, int id, int[] others, float[] products, double threshold) {
        double norm = Math.sqrt(features.squaredNorm(id));
        for (int k = 0; k < others.length; k++) {
            double other = Math.sqrt(features.squaredNorm(others[k]));
            boolean surelyFar = Math.abs(products[k]) <= Float.MAX_VALUE // else it tells nothing
                    && products[k] + Float32.error(features, 1, norm, other) < threshold * norm * other;
            if (!surelyFar && cosine(features, id, others[k]) >= threshold) {
                return others[k];
            }
        }
        return -1;
    }

    private static double cosine(Features features, int i, int j) {
        return features.dot(i, j) / Math.sqrt(features.squaredNorm(i) * features.squaredNorm(j));
    }
}
