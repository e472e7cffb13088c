package dev.pith.text.duplicate;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.text.RecordTexts;
import dev.pith.text.minhash.Shingles;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds records that have words in a row in common with test records, as GPT-3's training data was cleaned (Brown et
 * al. 2020, appendix C: 13 words). Words are runs of letters and digits; case and all else do not count. A test record
 * of fewer words is looked for as a whole, from {@value #FEWEST} words on anywhere in a record, below that where it is
 * all of a record. Words in a row are compared by hashes of 64 bits.
 */
public final class Overlaps {
    /** What is shorter says little where it is found inside another text; GPT-3's bound, too. */
    private static final int FEWEST = 8;

    /** Records that are looked at between two reports of progress. */
    private static final int BETWEEN_REPORTS = 1024;

    private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** The test records that have some words in a row, by how many words that are and their hash. */
    private final Map<Integer, Map<Long, Set<Integer>>> owners = new TreeMap<>();

    /** How many different ones each test record has. */
    private final Map<Integer, Integer> counts = new HashMap<>();

    private final int n;

    private Overlaps(RecordTexts tests, int n) {
        this.n = n;
        for (int test : tests.ids()) {
            long[] words = words(tests.text(test));
            int length = Math.min(n, words.length);
            Map<Long, Set<Integer>> some = owners.computeIfAbsent(length, unused -> new HashMap<>());
            Set<Long> grams = grams(words, length);
            grams.forEach(gram ->
                    some.computeIfAbsent(gram, unused -> new HashSet<>(1)).add(test));
            counts.put(test, grams.size());
        }
        owners.remove(0); // without words
    }

    /**
     * Returns the records that repeat a test record, ascending, each with that of which it has the largest share of
     * words in a row (of several the lowest id); the similarity is that share.
     *
     * @param n how many words in a row, from 1
     */
    public static List<Duplicate> of(RecordTexts texts, RecordTexts tests, int n, Threads threads, Progress progress) {
        Overlaps overlaps = new Overlaps(tests, n);
        int[] ids = texts.ids();
        @Nullable Duplicate[] found = new Duplicate[ids.length];
        for (int from = 0; from < ids.length; from += BETWEEN_REPORTS) {
            int start = from;
            int to = Math.min(ids.length, from + BETWEEN_REPORTS);
            threads.forEach(
                    to - from,
                    k -> found[start + k] = overlaps.nearest(ids[start + k], words(texts.text(ids[start + k]))));
            progress.onStep(to, ids.length);
        }
        return Arrays.stream(found).filter(Objects::nonNull).toList();
    }

    private @Nullable Duplicate nearest(int id, long... words) {
        Map<Integer, Integer> shared = new TreeMap<>(); // by test record
        owners.forEach((length, some) -> {
            if (length >= Math.min(n, FEWEST) || length == words.length) {
                for (long gram : grams(words, length)) {
                    some.getOrDefault(gram, Set.of()).forEach(test -> shared.merge(test, 1, Integer::sum));
                }
            }
        });
        Duplicate nearest = null;
        for (Map.Entry<Integer, Integer> each : shared.entrySet()) {
            double share = (double) each.getValue() / Objects.requireNonNull(counts.get(each.getKey()));
            if (nearest == null || share > nearest.similarity()) {
                nearest = new Duplicate(id, each.getKey(), share);
            }
        }
        return nearest;
    }

    /** Returns the hashes of the words of a text. */
    private static long[] words(String text) {
        return BETWEEN.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .mapToLong(word -> word.codePoints().asLongStream().reduce(0, (hash, c) -> Shingles.mix(hash + c + 1)))
                .toArray();
    }

    /** Returns the hashes of so many words in a row, each once. */
    private static Set<Long> grams(long[] words, int length) {
        Set<Long> grams = new HashSet<>();
        for (int from = 0; from + length <= words.length; from++) {
            long hash = length;
            for (int k = from; k < from + length; k++) {
                hash = Shingles.mix(hash + words[k]);
            }
            grams.add(hash);
        }
        return grams;
    }
}
