package dev.pith.selection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.run.MemoryLimit;
import org.junit.jupiter.api.Test;

class PickingMemoryTest {
    @Test
    void whatPickingDoesNotNeedIsToSpare() {
        try (Features features = DenseFeatures.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2)) {
            long needed = PickingMemory.of(4, 2);
            assertThat(PickingMemory.spare(features, new MemoryLimit(needed + 1_000)))
                    .isEqualTo(1_000);
            assertThat(PickingMemory.spare(features, new MemoryLimit(needed / 2)))
                    .isZero();
        }
    }
}
