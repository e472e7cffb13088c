package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import org.junit.jupiter.api.Test;

class FeaturePoolTest extends PoolContract {
    @Override
    protected Pool open(float[] values, int columns, Similarity similarity, int[] ids, Threads threads) {
        return new FeaturePool(DenseFeatures.of(values, columns), similarity, ids, threads);
    }

    @Test
    void refusesIdsThatDoNotAscend() {
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> open(new float[] {1, 2, 3}, 1, Similarity.DOT, new int[] {1, 1}, threads))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("ids must ascend within [0, 3), got 1 at 1");
        }
    }
}
