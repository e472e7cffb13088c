package dev.pith.data.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowCacheTest {
    private static final int N = 20_000;

    @TempDir
    Path folder;

    @Test
    void readsEachRowOfAKnownOrderOnce() throws SQLException {
        Path file = DuckDb.parquet(folder.resolve("t.parquet"), "SELECT 3 * range AS x FROM range(" + N + ")");
        int[] order = shuffled();
        AtomicInteger read = new AtomicInteger();
        try (Table table = Table.open(file)) {
            RowCache<Integer> cache = new RowCache<>(
                    table,
                    "x",
                    table.columns(),
                    row -> {
                        read.incrementAndGet();
                        return row.getInt(1);
                    },
                    x -> Integer.BYTES);
            cache.expect(order);
            cache.row(order[0]); // measures some rows first
            int measured = read.get() - Math.min(8192, order.length);
            for (int id : order) {
                assertThat(cache.row(id)).isEqualTo(3 * id);
                assertThat(cache.row(id)).isEqualTo(3 * id);
            }
            assertThat(measured).isBetween(1, 100);
            assertThat(read.get() - measured).isEqualTo(order.length);
        }
    }

    @Test
    void findsRowsOutsideTheKnownOrderToo() throws SQLException {
        Path file = DuckDb.parquet(folder.resolve("t.parquet"), "SELECT 3 * range AS x FROM range(" + N + ")");
        try (Table table = Table.open(file)) {
            RowCache<Integer> cache =
                    new RowCache<>(table, "x", table.columns(), row -> row.getInt(1), x -> Integer.BYTES);
            cache.expect(new int[] {5, 19_999, 7});
            for (int id : new int[] {7, 6, 5, 0, 19_999, 19_998, 5}) {
                assertThat(cache.row(id)).isEqualTo(3 * id);
            }
        }
    }

    @Test
    void asksForFewRowsAtATimeWhereTheyAreLargeOnlyInMemory() throws SQLException {
        String query = "SELECT repeat('a', 1000000) AS x, range AS n FROM range(200)";
        Path file = DuckDb.parquet(folder.resolve("t.parquet"), query);
        AtomicInteger read = new AtomicInteger();
        try (Table table = Table.open(file)) {
            RowCache<String> cache = new RowCache<>(
                    table,
                    "x",
                    table.columns(),
                    row -> {
                        read.incrementAndGet();
                        return row.getString(1);
                    },
                    String::length);
            assertThat(cache.row(100)).hasSize(1_000_000);
            assertThat(read.get()).isLessThan(40);
            cache.expect(IntStream.range(0, 200).toArray());
            assertThat(cache.row(0)).hasSize(1_000_000);
            assertThat(read.get()).isLessThan(120);
        }
    }

    /** Returns three quarters of the ids. */
    private static int[] shuffled() {
        SplittableRandom random = new SplittableRandom(7);
        int[] ids = IntStream.range(0, N).toArray();
        for (int i = N - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int id = ids[i];
            ids[i] = ids[j];
            ids[j] = id;
        }
        return IntStream.of(ids).limit(N * 3 / 4).toArray();
    }
}
