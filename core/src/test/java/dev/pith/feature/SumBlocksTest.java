package dev.pith.feature;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rankings made before stay what they are only while a block has 4,096 ids. */
class SumBlocksTest {
    @Test
    void haveAsManyIdsAsEver() {
        assertThat(SumBlocks.SIZE).isEqualTo(4096);
        for (int id : new int[] {0, 1, 4095, 4096, 8191, 8192, Integer.MAX_VALUE}) {
            assertThat(SumBlocks.of(id)).isEqualTo(id / 4096);
        }
    }
}
