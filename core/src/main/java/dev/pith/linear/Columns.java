package dev.pith.linear;

import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Similarities of all candidates to those of them that are likely to be picked next.
 *
 * <p>A column belongs to one candidate y and holds {@code slope(x) * <x, y>} for every candidate x. Columns are
 * computed many at once, before it is known which candidate will be picked. A value takes one byte: the values of a
 * column are rounded to 255 steps between the least and the largest of them. {@link #error} bounds what the rounding
 * costs. In one byte a value, all columns of 12,288 candidates fit in 144 MiB, those of a pool of 60,000 rows in 3.4
 * GiB. No column is computed twice.
 */
final class Columns {
    /** Values that lie nearer to each other than such steps count as equal: a step must have an inverse in float32. */
    private static final float SMALLEST_STEP = 0x1p-120f;

    private final Features features;
    private final Threads threads;
    private final int[] rows;
    private final float[] slope;

    /** Rows that float32 is not trusted with: their values mean nothing. */
    private final int[] untrusted;

    /** The bytes of each column, null where there is none; the first {@code rows.length} of them count. */
    private final byte[][] values;

    private final float[] least;
    private final float[] step;
    private final int allocated;
    private final ArrayDeque<byte[]> spare = new ArrayDeque<>();
    private float[][] products = new float[0][];

    /**
     * Starts without columns.
     *
     * @param rows the row numbers of the candidates, ascending
     * @param slope what inner products with a candidate are multiplied by
     */
    Columns(Features features, int[] rows, double[] slope, Threads threads) {
        this(features, rows, slope, threads, rows.length);
    }

    private Columns(Features features, int[] rows, double[] slope, Threads threads, int allocated) {
        this.features = features;
        this.threads = threads;
        this.rows = rows;
        this.slope = new float[slope.length];
        for (int i = 0; i < slope.length; i++) {
            this.slope[i] = (float) slope[i];
        }
        this.untrusted =
                IntStream.range(0, slope.length).filter(i -> slope[i] == 0).toArray();
        this.values = new byte[rows.length][];
        this.least = new float[rows.length];
        this.step = new float[rows.length];
        this.allocated = allocated;
    }

    /** Returns whether a candidate has a column. */
    boolean has(int position) {
        return values[position] != null;
    }

    /** Gives up a column. */
    void drop(int position) {
        spare.add(values[position]);
        values[position] = null;
    }

    /**
     * Returns the bytes of a column: the value at i is {@code least + step * (bytes[i] + 128)}. The byte of the
     * candidate itself means nothing.
     */
    byte[] bytes(int position) {
        return values[position];
    }

    float least(int position) {
        return least[position];
    }

    float step(int position) {
        return step[position];
    }

    /**
     * Returns how far the bytes of a column may lie from {@code slope(x)} times the float32 product.
     *
     * <p>With u = 2^-24, the number of steps from the least value, at most 255, takes a difference, an inverse and a
     * product, each rounded once: that is 3 * 256 u < 1e-4 steps, less than the 0.001 that stand beside the half step
     * which rounding to a whole number takes. Before that, {@code slope(x)} and its product were rounded to float32,
     * each by u of its size; 2^-21 is four times both. Where all values lie within 255 of the smallest steps, they
     * count as equal.
     */
    double error(int position) {
        double largest = Math.abs(least[position]) + 255.0 * step[position];
        return 0.501 * step[position] + 0x1p-21 * largest + 256 * SMALLEST_STEP;
    }

    /** Computes the columns of these candidates. */
    void compute(int[] positions) {
        int[] chosen = Arrays.stream(positions).map(position -> rows[position]).toArray();
        if (products.length < chosen.length) {
            products = new float[chosen.length][rows.length];
        }
        features.approximateDots(rows, chosen, products);
        for (int position : positions) {
            values[position] = spare.isEmpty() ? new byte[allocated] : spare.removeLast();
        }
        threads.forEach(positions.length, k -> round(positions[k], products[k]));
    }

    private void round(int position, float[] column) {
        int count = rows.length;
        for (int i = 0; i < count; i++) {
            column[i] *= slope[i];
        }
        for (int i : untrusted) {
            column[i] = 0;
        }
        // The similarity of a candidate to itself is never asked for, and often far from all others.
        column[position] = column[position == 0 ? count - 1 : 0];
        float low = column[0];
        float high = column[0];
        for (int i = 1; i < count; i++) {
            float value = column[i];
            if (value < low) {
                low = value;
            } else if (value > high) {
                high = value;
            }
        }
        float width = (high - low) / 255;
        width = width < SMALLEST_STEP ? 0 : width;
        float inverse = width > 0 ? 1 / width : 0;
        byte[] rounded = values[position];
        for (int i = 0; i < count; i++) {
            // Beside 2^23 a float has no fraction, and its lowest bits are the whole number.
            rounded[i] = (byte) (Float.floatToRawIntBits((column[i] - low) * inverse + 0x1p23f) - 128);
        }
        least[position] = low;
        step[position] = width;
    }

    /** Returns where numbers that follow each other begin, and how many there are, for all of them in turn. */
    private static int[] runs(int[] ascending) {
        int[] runs = new int[2 * ascending.length];
        int count = 0;
        for (int i = 0; i < ascending.length; i++) {
            if (i == 0 || ascending[i] != ascending[i - 1] + 1) {
                runs[2 * count] = ascending[i];
                count++;
            }
            runs[2 * count - 1]++;
        }
        return Arrays.copyOf(runs, 2 * count);
    }

    /**
     * Returns the columns of fewer candidates; this object can no longer be used.
     *
     * @param kept positions, ascending
     * @param slope of the kept candidates
     */
    Columns narrowed(int[] kept, double[] slope) {
        boolean shrink = kept.length < allocated / 2;
        int[] runs = runs(kept);
        int[] keptRows = Arrays.stream(kept).map(position -> rows[position]).toArray();
        Columns narrow = new Columns(features, keptRows, slope, threads, shrink ? kept.length : allocated);
        threads.forEach(kept.length, k -> {
            byte[] from = values[kept[k]];
            if (from != null) {
                byte[] to = shrink ? new byte[kept.length] : from;
                int at = 0;
                for (int run = 0; run < runs.length; run += 2) {
                    System.arraycopy(from, runs[run], to, at, runs[run + 1]);
                    at += runs[run + 1];
                }
                narrow.values[k] = to;
                narrow.least[k] = least[kept[k]];
                narrow.step[k] = step[kept[k]];
                values[kept[k]] = null;
            }
        });
        if (!shrink) {
            narrow.spare.addAll(spare);
        }
        return narrow;
    }
}
