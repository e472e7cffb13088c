package dev.pith.linear;

import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;

class SharedPoolTest extends PoolContract {
    @Override
    protected Pool open(float[] values, int columns, Similarity similarity, int[] ids, Threads threads) {
        return new SharedPool(new Shares(values, columns, ids, 4096), similarity, threads);
    }
}
