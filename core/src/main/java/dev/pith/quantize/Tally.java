package dev.pith.quantize;

import dev.pith.run.Progress;

/** Adds up the progress of classes that are binned side by side. */
final class Tally {
    private final Progress progress;
    private final long total;
    private final ThreadLocal<long[]> inBin = ThreadLocal.withInitial(() -> new long[1]);
    private long done;

    Tally(Progress progress, long total) {
        this.progress = progress;
        this.total = total;
    }

    void start() {
        inBin.get()[0] = 0;
    }

    /** Hears that the bin that this thread picks has come to {@code count} picks. */
    void picked(long count, long ignored) {
        add(count);
    }

    /** Hears that the bin that this thread picks is full. */
    void finish(long count) {
        add(count);
    }

    private void add(long count) {
        long[] before = inBin.get();
        long more = count - before[0];
        before[0] = count;
        if (more > 0) {
            synchronized (this) {
                done += more;
                progress.onStep(done, total);
            }
        }
    }
}
