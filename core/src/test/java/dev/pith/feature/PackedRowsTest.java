package dev.pith.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However rows are cut into packs and joined again, they are the same rows, each with its id, in the order of the ids.
 */
class PackedRowsTest {
    private static final int COLUMNS = 3;
    private static final int WIDTH = 2;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutAndJoinedAreTheSameRows(boolean factors) {
        Random random = new Random(1);
        try (Threads alone = new Threads(1)) {
            for (int n : HardRows.sizes()) {
                int[] ids = IntStream.range(0, n).map(k -> 3 * k + k % 2).toArray();
                float[] values = HardRows.EXTREME_NORMS.values(n, COLUMNS, n);
                float[] embeddings = HardRows.ISOTROPIC.values(n, WIDTH, n);
                PackedRows whole = factors
                        ? PackedRows.factors(ids, values, COLUMNS, embeddings, WIDTH)
                        : PackedRows.dense(ids, values, COLUMNS);
                List<Integer> positions = new ArrayList<>();
                IntStream.range(0, n).forEach(positions::add);
                Collections.shuffle(positions, random);
                List<PackedRows> packs = new ArrayList<>();
                for (int from = 0, to; from < n; from = to) {
                    to = Math.min(n, from + random.nextInt(2 + n / 3)); // some packs are empty
                    packs.add(whole.at(positions.subList(from, to).stream()
                            .mapToInt(Integer::intValue)
                            .toArray()));
                }
                PackedRows joined = PackedRows.joined(packs);
                assertThat(joined.ids()).isEqualTo(ids);
                assertSameRows(joined.features(alone), whole.features(alone));
            }
        }
    }

    private static void assertSameRows(Features features, Features expected) {
        assertThat(features.size()).isEqualTo(expected.size());
        assertThat(features.dimension()).isEqualTo(expected.dimension());
        for (int i = 0; i < expected.size(); i++) {
            double[] row = new double[features.dimension()];
            double[] other = new double[features.dimension()];
            features.add(i, 1, row);
            expected.add(i, 1, other);
            assertThat(Arrays.equals(row, other)).as("row %s", i).isTrue();
        }
    }

    @Test
    void saysWhatDoesNotFit() {
        assertThatThrownBy(() -> PackedRows.dense(new int[2], new float[5], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values must hold 2 x 3 numbers, got 5");
        assertThatThrownBy(() -> PackedRows.factors(new int[2], new float[6], 3, new float[5], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values must hold 2 x 2 numbers, got 5");
    }
}
