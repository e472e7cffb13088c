package dev.pith.data.table;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the blocks of rows that were used last. Whoever reads rows roughly in order reads each block once. */
final class RowCache<T> {
    /** Enough for a few threads in places of their own. */
    private static final int BLOCKS = 8;

    /** Reads rows {@code from} to {@code to} (exclusive). */
    interface BlockReader<T> {
        List<T> read(int from, int to);
    }

    private final int size;
    private final int blockRows;
    private final BlockReader<T> reader;
    private final Map<Integer, List<T>> blocks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, List<T>> eldest) {
            return size() > BLOCKS;
        }
    };

    RowCache(int size, int blockRows, BlockReader<T> reader) {
        this.size = size;
        this.blockRows = blockRows;
        this.reader = reader;
    }

    synchronized T row(int id) {
        int block = id / blockRows;
        List<T> rows = blocks.get(block);
        if (rows == null) {
            int from = block * blockRows;
            rows = reader.read(from, (int) Math.min(size, (long) from + blockRows));
            blocks.put(block, rows);
        }
        return rows.get(id - block * blockRows);
    }
}
