package dev.pith.spark;

import dev.pith.feature.PackedRows;
import dev.pith.feature.Similarity;
import dev.pith.linear.Pool;
import dev.pith.linear.PoolContract;
import dev.pith.linear.PoolShare;
import dev.pith.linear.SharedPool;
import dev.pith.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract of a pool, on rows in the memory of executors. */
class SparkPoolTest extends PoolContract {
    private static SparkSession spark;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    @Override
    protected Pool open(float[] values, int columns, Similarity similarity, int[] ids, Threads threads) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        List<PoolShare> shares = new ArrayList<>();
        for (int from = 0, to; from < ids.length; from = to) {
            int block = ids[from] / 4096;
            to = (int) Arrays.stream(ids).filter(id -> id / 4096 <= block).count();
            int[] some = Arrays.copyOfRange(ids, from, to);
            float[] rows = new float[some.length * columns];
            for (int k = 0; k < some.length; k++) {
                System.arraycopy(values, some[k] * columns, rows, k * columns, columns);
            }
            shares.add(new PoolShare(PackedRows.dense(some, rows, columns)));
        }
        return new SharedPool(
                new ClusterShares(
                        new JobLabels(context, "test"),
                        context.parallelize(shares, 4).cache()),
                similarity,
                threads);
    }
}
