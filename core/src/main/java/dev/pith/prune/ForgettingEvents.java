package dev.pith.prune;

import java.util.Objects;

/**
 * Counts how often each sample is forgotten during training: Toneva et al., ICLR 2019, arXiv 1812.05159. A sample is
 * forgotten when it is classified wrongly after it was classified rightly the time before.
 */
public final class ForgettingEvents {
    private static final int RIGHT_LAST = 1;
    private static final int EVER_RIGHT = 2;
    private static final int EVENT_BITS = 2;
    private static final int EVENT = 1 << EVENT_BITS;

    /** Of each sample the two flags and, in units of {@link #EVENT}, the number of events. */
    private final int[] history;

    /** Begins with samples that were never classified. */
    public ForgettingEvents(int samples) {
        history = new int[samples];
    }

    /**
     * Learns how samples were classified.
     *
     * @param ids {@code ids[from + j]} was classified rightly if {@code right[j]}, for j below {@code count}
     * @throws IndexOutOfBoundsException if an id is out of range
     */
    public void update(int[] ids, int from, int count, boolean[] right) {
        Objects.checkFromIndexSize(from, count, ids.length);
        Objects.checkFromIndexSize(0, count, right.length);
        for (int j = 0; j < count; j++) {
            Objects.checkIndex(ids[from + j], history.length);
        }
        for (int j = 0; j < count; j++) {
            int id = ids[from + j];
            if (right[j]) {
                history[id] |= RIGHT_LAST | EVER_RIGHT;
            } else if ((history[id] & RIGHT_LAST) != 0) {
                history[id] += EVENT - RIGHT_LAST;
            }
        }
    }

    /** Returns the number of events of each sample; infinity for a sample that was never classified rightly. */
    public float[] scores() {
        float[] scores = new float[history.length];
        for (int id = 0; id < scores.length; id++) {
            scores[id] = (history[id] & EVER_RIGHT) == 0 ? Float.POSITIVE_INFINITY : history[id] >> EVENT_BITS;
        }
        return scores;
    }

    /** Returns everything that {@link #restore} needs, one number a sample. */
    public int[] save() {
        return history.clone();
    }

    /** Goes on from where a counter of as many samples was saved. */
    public void restore(int[] saved) {
        if (saved.length != history.length) {
            throw new IllegalArgumentException(history.length + " samples, but a state of " + saved.length);
        }
        System.arraycopy(saved, 0, history, 0, saved.length);
    }
}
