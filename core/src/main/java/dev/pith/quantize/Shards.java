package dev.pith.quantize;

import dev.pith.random.Priority;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Random parts of a class, of one size but for one sample, each of which is binned or ranked for itself: what a large
 * class costs grows with the square of its size, and a random part of some thousand samples is much like the whole.
 * docs/scale.md has what it costs in quality.
 *
 * @param count of every class, as far as it has samples; 0 for as many as keep a part below {@value #MOST} samples
 */
public record Shards(int count) implements Serializable {
    /** Classes whole. */
    public static final Shards NONE = new Shards(1);

    /** The name of what says how many there are, wherever settings have names. */
    public static final String NAME = "shards";

    /** How many there are unless told otherwise. */
    public static final String DEFAULT = "1";

    /** The most samples of a part where nobody says how many there are. */
    public static final int MOST = 10_000;

    private static final String AUTO = "auto";

    /** Keeps what is drawn here apart from what else is drawn by the same seed. */
    private static final long SALT = 0x736861726473L;

    /** Checks the count. */
    public Shards {
        if (count < 0) {
            throw new IllegalArgumentException("`shards` must be at least 1, or auto, got " + count);
        }
    }

    /**
     * Reads a count, or {@code auto}.
     *
     * @throws IllegalArgumentException saying the rule, for anything else
     */
    public static Shards parse(String text) {
        if (text.equals(AUTO)) {
            return new Shards(0);
        }
        try {
            int count = Integer.parseInt(text);
            if (count >= 1) {
                return new Shards(count);
            }
        } catch (NumberFormatException e) {
            // said below, as a number below 1 is
        }
        throw new IllegalArgumentException("expected a count of at least 1, or auto, got '" + text + "'");
    }

    /** Returns whether classes stay whole, whatever their size. */
    public boolean isNone() {
        return count == 1;
    }

    private int of(int samples) {
        int wanted = count == 0 ? (samples + MOST - 1) / MOST : count;
        return Math.max(1, Math.min(wanted, samples));
    }

    /** Returns the sizes of all parts of classes of these sizes, class after class. */
    public int[] sizes(int[] classSizes) {
        return Arrays.stream(classSizes)
                .flatMap(size -> {
                    int[] cuts = cuts(size);
                    return IntStream.range(1, cuts.length).map(part -> cuts[part] - cuts[part - 1]);
                })
                .toArray();
    }

    /** Returns where the parts of a class begin in its shuffled order, and where the last ends. */
    private int[] cuts(int samples) {
        int parts = of(samples);
        int[] cuts = new int[parts + 1];
        Arrays.setAll(cuts, part -> (int) ((long) samples * part / parts));
        return cuts;
    }

    /**
     * Returns the parts of a class.
     *
     * @param seed of the draw
     * @return ids of each, ascending
     */
    public int[][] split(int[] ids, long seed) {
        if (of(ids.length) == 1) {
            return new int[][] {ids};
        }
        int[] shuffled = Priority.shuffled(ids, seed ^ SALT);
        int[] cuts = cuts(ids.length);
        List<int[]> parts = new ArrayList<>();
        for (int part = 1; part < cuts.length; part++) {
            int[] own = Arrays.copyOfRange(shuffled, cuts[part - 1], cuts[part]);
            Arrays.sort(own);
            parts.add(own);
        }
        return parts.toArray(int[][]::new);
    }

    /** Returns the count, or {@code auto}. */
    @Override
    public String toString() {
        return count == 0 ? AUTO : Integer.toString(count);
    }
}
