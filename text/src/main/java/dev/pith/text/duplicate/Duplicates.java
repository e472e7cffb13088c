package dev.pith.text.duplicate;

import dev.pith.feature.Apart;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.text.RecordTexts;
import dev.pith.text.TextHash;
import dev.pith.text.minhash.Shingles;
import dev.pith.text.minhash.Signature;
import java.util.ArrayList;
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
    /** A signature is cut into so many bands; two records are compared when they agree in any of them. */
    private static final int BANDS = 32;

    private static final int ROWS = Signature.PERMUTATIONS / BANDS;

    private Duplicates() {}

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
     * Finds the records whose vector has a cosine of at least {@code threshold} with an earlier one's: {@link Apart}.
     *
     * @param features one row for each record
     * @param skipped ids that have no vector
     * @param threshold in (-1, 1]
     */
    public static List<Duplicate> semantic(Features features, BitSet skipped, double threshold, Progress progress) {
        int[] ids = IntStream.range(0, features.size())
                .filter(id -> !skipped.get(id))
                .toArray();
        int[] nearest = Apart.of(features, ids, 0, ids.length, threshold, progress);
        List<Duplicate> duplicates = new ArrayList<>();
        for (int k = 0; k < ids.length; k++) {
            if (nearest[k] != ids[k]) {
                duplicates.add(new Duplicate(ids[k], nearest[k], Apart.cosine(features, ids[k], nearest[k])));
            }
        }
        return duplicates;
    }
}
