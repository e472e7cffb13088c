package dev.pith.text.minhash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.parallel.Threads;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MinHashEmbedderTest {
    @Test
    void shinglesAreSixCharactersWithoutRegardToCaseAndSpace() {
        assertThat(Shingles.of("abcdefg")).hasSize(2).isEqualTo(Shingles.of("  ABCdefG\n"));
        assertThat(Shingles.of("ab\n\tcdef")).isEqualTo(Shingles.of("ab cdef"));
        assertThat(Shingles.of("abc")).hasSize(1);
        assertThat(Shingles.of("aaaaaaaaaaaa")).hasSize(1);
        assertThat(Shingles.of("😀😀😀😀😀😀😀")).hasSize(1);
    }

    @Test
    void jaccardIsWhatIsSharedOfAll() {
        assertThat(Shingles.jaccard(new long[] {1, 2, 3}, new long[] {2, 3, 4})).isEqualTo(0.5);
        assertThat(Shingles.jaccard(new long[] {1}, new long[] {1})).isEqualTo(1);
        assertThat(Shingles.jaccard(new long[] {1}, new long[] {2})).isZero();
    }

    @Test
    void productsOfVectorsEstimateJaccardWithoutBias() {
        SplittableRandom random = new SplittableRandom(1);
        int pairs = 300;
        double difference = 0;
        try (Threads threads = new Threads(2);
                MinHashEmbedder embedder = new MinHashEmbedder()) {
            for (int pair = 0; pair < pairs; pair++) {
                String a = letters(random, 120);
                int changed = random.nextInt(100);
                String b = letters(random, changed) + a.substring(changed);
                float[][] vectors = embedder.embed(List.of(a, b), threads);
                double product = 0;
                for (int j = 0; j < vectors[0].length; j++) {
                    assertThat(Math.abs(vectors[0][j])).isEqualTo(1);
                    product += vectors[0][j] * vectors[1][j];
                }
                difference += product / vectors[0].length - Shingles.jaccard(Shingles.of(a), Shingles.of(b));
            }
        }
        // One estimate deviates by at most 1 / sqrt(128); four standard errors of their mean.
        assertThat(difference / pairs).isCloseTo(0, within(4 / Math.sqrt(128.0 * pairs)));
    }

    private static String letters(SplittableRandom random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Character.toString('a' + random.nextInt(26)))
                .collect(Collectors.joining());
    }
}
