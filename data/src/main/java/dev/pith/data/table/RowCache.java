package dev.pith.data.table;

import dev.pith.data.table.Table.RowReader;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToLongFunction;

/**
 * Keeps rows of a table that are likely to be asked for next: the blocks of neighbours used last, or, when the order of
 * asking is known, the next rows in that order. Either way a query is made for many rows at a time.
 */
final class RowCache<T> {
    /** Enough for a few threads in places of their own. */
    private static final int BLOCKS = 8;

    private static final int BLOCK_ROWS = 512;
    private static final long BLOCK_BYTES = 8L << 20;
    /** A query for scattered rows reads most of the file, so it asks for as many as can be held. */
    private static final int ROWS_AHEAD = 8192;

    private static final long BYTES_AHEAD = 64L << 20;
    /**
     * The first rows, which tell how large others will be in memory: in the file they may be compressed
     * to nearly nothing.
     */
    private static final int PROBE = 16;

    private static final int UNEXPECTED = -1;

    private final Table table;
    private final String expressions;
    private final RowReader<T> reader;
    private final long bytesInFile;
    private final ToLongFunction<T> bytesInMemory;
    /** Of a row; both are known once the first rows are read. */
    private long bytes;

    private int blockRows;
    private final Map<Integer, Map<Integer, T>> blocks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Map<Integer, T>> eldest) {
            return size() > BLOCKS;
        }
    };

    private int[] order = {};
    /** The place in {@code order} of each id, empty while no order is known. */
    private int[] placeOf = {};

    private Map<Integer, T> ahead = Map.of();

    /**
     * Starts empty.
     *
     * @param expressions what is wanted of a row, in SQL
     * @param columns those that the expressions read
     * @param bytesInMemory about how much memory a row takes
     */
    RowCache(
            Table table,
            String expressions,
            List<Column> columns,
            RowReader<T> reader,
            ToLongFunction<T> bytesInMemory) {
        this.table = table;
        this.expressions = expressions;
        this.reader = reader;
        this.bytesInFile = table.rowBytes(columns);
        this.bytesInMemory = bytesInMemory;
    }

    /** Hears in which order rows will be asked for, and lets go of what was held. */
    synchronized void expect(int[] ids) {
        blocks.clear();
        ahead = Map.of();
        if (ids.length == 0) {
            placeOf = new int[0];
            return;
        }
        order = ids;
        placeOf = new int[table.size()];
        Arrays.fill(placeOf, UNEXPECTED);
        for (int place = 0; place < ids.length; place++) {
            placeOf[ids[place]] = place;
        }
    }

    synchronized T row(int id) {
        if (blockRows == 0) {
            measure();
        }
        T row = ahead.get(id);
        if (row != null) {
            return row;
        }
        if (placeOf.length > 0 && placeOf[id] != UNEXPECTED) {
            int place = placeOf[id];
            long rowsAhead = Math.max(1, Math.min(ROWS_AHEAD, Table.share(BYTES_AHEAD) / bytes));
            int end = (int) Math.min(order.length, place + rowsAhead);
            ahead = table.rows(expressions, Arrays.copyOfRange(order, place, end), reader);
            return Objects.requireNonNull(ahead.get(id));
        }
        return Objects.requireNonNull(block(id / blockRows).get(id));
    }

    private void measure() {
        Map<Integer, T> first = table.rows(expressions, 0, Math.min(PROBE, table.size()), reader);
        long mean = first.values().stream().mapToLong(bytesInMemory).sum() / first.size();
        bytes = Math.max(1, Math.max(mean, bytesInFile));
        blockRows = (int) Math.max(1, Math.min(BLOCK_ROWS, BLOCK_BYTES / bytes));
    }

    private Map<Integer, T> block(int block) {
        Map<Integer, T> rows = blocks.get(block);
        if (rows == null) {
            int from = block * blockRows;
            rows = table.rows(expressions, from, (int) Math.min(table.size(), (long) from + blockRows), reader);
            blocks.put(block, rows);
        }
        return rows;
    }
}
