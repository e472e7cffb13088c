package dev.pith.pipeline.selection;

import dev.pith.pipeline.session.TaskProgress;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Progress of work that grows with the square of a class: says once, as soon as some of it tells, that it will take
 * long, and what takes less.
 */
final class LongWork implements TaskProgress {
    /** Before so much of the work nothing is said: the first picks are the slowest, or the quickest. */
    private static final double TELLING_SECONDS = 20;

    private static final double TELLING_SHARE = 0.01;
    private static final double LONG_SECONDS = 600;

    private final TaskProgress progress;
    private final String what;
    private final Consumer<String> note;
    private final LongSupplier nanoseconds;
    private final long started;
    private boolean said;

    /**
     * @param progress hears everything, and is closed with this
     * @param what is done, such as binning
     * @param note says a line
     * @param nanoseconds a clock
     */
    LongWork(TaskProgress progress, String what, Consumer<String> note, LongSupplier nanoseconds) {
        this.progress = progress;
        this.what = what;
        this.note = note;
        this.nanoseconds = nanoseconds;
        this.started = nanoseconds.getAsLong();
    }

    @Override
    public void onStep(long done, long total) {
        progress.onStep(done, total);
        double seconds = (nanoseconds.getAsLong() - started) / 1e9;
        if (said || seconds < TELLING_SECONDS || done < TELLING_SHARE * total) {
            return;
        }
        double left = seconds * (total - done) / done;
        if (left > LONG_SECONDS) {
            said = true;
            note.accept(what + " takes some " + Math.round(left / 60)
                    + " minutes more; `shards` auto takes less, in random parts, and says how far off it is");
        }
    }

    @Override
    public void check() {
        progress.check();
    }

    @Override
    public void close() {
        progress.close();
    }
}
