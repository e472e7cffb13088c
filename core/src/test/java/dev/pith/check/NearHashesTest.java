package dev.pith.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.parallel.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NearHashesTest {
    /** Hashes around some centres, from none to sixteen bits away, so that many pairs lie about the limit. */
    private static long[] hashes(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] centres = random.longs(20).toArray();
        long[] hashes = new long[n];
        for (int i = 0; i < n; i++) {
            hashes[i] = centres[random.nextInt(centres.length)];
            for (int flips = random.nextInt(17); flips > 0; flips--) {
                hashes[i] ^= 1L << random.nextInt(Long.SIZE);
            }
        }
        return hashes;
    }

    private static List<List<Integer>> naive(long[] hashes) {
        List<List<Integer>> pairs = new ArrayList<>();
        for (int i = 0; i < hashes.length; i++) {
            for (int j = i + 1; j < hashes.length; j++) {
                if (Long.bitCount(hashes[i] ^ hashes[j]) <= NearHashes.MOST_BITS) {
                    pairs.add(List.of(i, j));
                }
            }
        }
        return pairs;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void findsThePairsOfTheNaiveLoopInItsOrder(int count) {
        long[] hashes = hashes(1_500, 3); // more than a block
        List<List<Integer>> pairs = new ArrayList<>();
        try (Threads threads = new Threads(count)) {
            NearHashes.pairs(hashes, (i, j) -> true, threads, (i, j) -> pairs.add(List.of(i, j)));
        }
        assertThat(pairs).isEqualTo(naive(hashes)).hasSizeGreaterThan(1_000);
    }

    @Test
    void leavesOutWhatTheFilterDoesNotWant() {
        long[] hashes = hashes(300, 4);
        List<List<Integer>> pairs = new ArrayList<>();
        try (Threads threads = new Threads(2)) {
            NearHashes.pairs(hashes, (i, j) -> (i + j) % 2 == 0, threads, (i, j) -> pairs.add(List.of(i, j)));
        }
        assertThat(pairs)
                .isEqualTo(naive(hashes).stream()
                        .filter(pair -> (pair.get(0) + pair.get(1)) % 2 == 0)
                        .toList());
    }

    @Test
    void ofNoneAndOfOneThereAreNoPairs() {
        try (Threads threads = new Threads(1)) {
            NearHashes.pairs(new long[0], (i, j) -> true, threads, (i, j) -> {
                throw new AssertionError();
            });
            NearHashes.pairs(new long[1], (i, j) -> true, threads, (i, j) -> {
                throw new AssertionError();
            });
        }
    }
}
