package dev.pith.text.duplicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.text.ListSource;
import dev.pith.text.RecordTexts;
import dev.pith.text.minhash.Shingles;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuplicatesTest {
    private static final String LONG = "Describe how the seasons come about and why they differ in the south";

    private static RecordTexts texts(String... texts) {
        return RecordTexts.of(new ListSource(List.of(texts)));
    }

    @Test
    void exactFindsTheSameTextAndNamesTheFirst() {
        assertThat(Duplicates.exact(texts("a", "b", "a", "A", " ", "a"), Progress.NONE))
                .containsExactly(new Duplicate(2, 0, 1), new Duplicate(5, 0, 1));
    }

    @Test
    void exactTellsHalfSurrogatePairsApart() {
        String filler = "x".repeat(5000);
        assertThat(Duplicates.exact(
                        texts("a\uD800", "a\uD801", "a?", "a\uD800", filler + "a", filler + "b"), Progress.NONE))
                .containsExactly(new Duplicate(3, 0, 1));
    }

    @Test
    void minhashFindsNearlyTheSameLettersAndSaysHowNear() {
        RecordTexts texts = texts(LONG, "Something else altogether, with other words", LONG + "!", LONG);
        double near = Shingles.jaccard(Shingles.of(LONG), Shingles.of(LONG + "!"));
        for (int threadCount : new int[] {1, 3}) {
            try (Threads threads = new Threads(threadCount)) {
                assertThat(Duplicates.minhash(texts, 0.7, threads, Progress.NONE))
                        .containsExactly(new Duplicate(2, 0, near), new Duplicate(3, 0, 1));
                assertThat(Duplicates.minhash(texts, 1, threads, Progress.NONE))
                        .containsExactly(new Duplicate(3, 0, 1));
            }
        }
    }

    @Test
    void minhashOverlooksFewPairs() {
        SplittableRandom random = new SplittableRandom(3);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(150, 'a', 'z' + 1).forEach(c -> text.append((char) c));
            texts.add(text.toString());
            text.replace(140, 143, "");
            texts.add(text.toString());
        }
        RecordTexts all = RecordTexts.of(new ListSource(texts));
        try (Threads threads = new Threads(2)) {
            assertThat(Duplicates.minhash(all, 0.8, threads, Progress.NONE)).hasSizeGreaterThanOrEqualTo(198);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void semanticEqualsTheNaiveLoop(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int n = 400;
        int d = 8;
        float[] values = new float[n * d];
        for (int i = 0; i < values.length; i++) {
            boolean copy = i >= 50 * d && (i / d) % 3 == 0;
            values[i] = copy
                    ? values[i - 37 * d] * 2 + (float) (0.05 * random.nextDouble())
                    : (float) (random.nextDouble() - 0.4);
        }
        BitSet skipped = new BitSet();
        skipped.set(7);
        try (Features features = DenseFeatures.of(values, d)) {
            List<Duplicate> found = Duplicates.semantic(features, skipped, 0.99, Progress.NONE);
            assertThat(found)
                    .isNotEmpty()
                    .isEqualTo(naive(
                            n,
                            skipped,
                            0.99,
                            (i, j) ->
                                    features.dot(i, j) / Math.sqrt(features.squaredNorm(i) * features.squaredNorm(j))));
        }
    }

    /** Products of such rows are 0 or infinite in float32. */
    @ParameterizedTest
    @ValueSource(floats = {0x1p-75f, 0x1p75f})
    void semanticDuplicatesOfAnyLength(float scale) {
        SplittableRandom random = new SplittableRandom(1);
        float[] values = new float[300 * 4];
        for (int i = 0; i < values.length; i++) {
            values[i] = scale * (i / 4 % 150 == i / 4 ? (float) random.nextDouble(-1, 1) : values[i - 600] / scale);
        }
        try (Features features = DenseFeatures.of(values, 4)) {
            List<Duplicate> found = Duplicates.semantic(features, new BitSet(), 0.9999, Progress.NONE);
            assertThat(found).hasSizeGreaterThanOrEqualTo(150);
            assertThat(found.get(found.size() - 1)).isEqualTo(new Duplicate(299, 149, 1));
        }
    }

    private static List<Duplicate> naive(
            int n, BitSet skipped, double threshold, ToDoubleBiFunction<Integer, Integer> cosine) {
        List<Integer> kept = new ArrayList<>();
        List<Duplicate> duplicates = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            int id = i;
            if (skipped.get(id)) {
                continue;
            }
            kept.stream()
                    .filter(other -> cosine.applyAsDouble(id, other) >= threshold)
                    .findFirst()
                    .ifPresentOrElse(
                            other -> duplicates.add(new Duplicate(id, other, cosine.applyAsDouble(id, other))),
                            () -> kept.add(id));
        }
        return duplicates;
    }
}
