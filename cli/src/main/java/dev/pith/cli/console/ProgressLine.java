package dev.pith.cli.console;

import dev.pith.pipeline.session.TaskProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a step has come: one line that is drawn over itself on a terminal, a plain line every few seconds
 * elsewhere. A step that is quicker than that shows nothing.
 */
final class ProgressLine implements TaskProgress {
    /** Set by the launcher, which can tell; Java cannot ask whether stderr is a terminal. */
    private static final boolean TERMINAL = Boolean.getBoolean("pith.terminal");

    private static final long PLAIN_INTERVAL_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long QUIET_NANOS = Duration.ofMillis(500).toNanos();
    private static final int REDRAW_MILLIS = 250;

    private final String task;
    private final PrintWriter err;
    private final long startNanos = System.nanoTime();
    private long nextPlainNanos = startNanos + PLAIN_INTERVAL_NANOS;
    private @Nullable ProgressBar bar;

    ProgressLine(String task, PrintWriter err) {
        this.task = task;
        this.err = err;
    }

    @Override
    public void onStep(long done, long total) {
        show(done, total, null);
    }

    @Override
    public void onStep(long done, long total, String detail) {
        show(done, total, detail);
    }

    @Override
    public void check() {
        Interruption.check();
    }

    /** Shows {@code detail} in place of the rate, unless it is null. */
    private void show(long done, long total, @Nullable String detail) {
        check();
        long now = System.nanoTime();
        if (TERMINAL) {
            if (now - startNanos > QUIET_NANOS) {
                draw(done, total, detail);
            }
        } else if (now >= nextPlainNanos) {
            nextPlainNanos = now + PLAIN_INTERVAL_NANOS;
            err.println(plain(done, total, detail, (now - startNanos) / 1e9));
        }
    }

    private void draw(long done, long total, @Nullable String detail) {
        ProgressBar drawn = bar;
        if (drawn == null) {
            ProgressBarBuilder builder = new ProgressBarBuilder()
                    .setTaskName(task)
                    .setInitialMax(total)
                    .setUpdateIntervalMillis(REDRAW_MILLIS)
                    .setStyle(ProgressBarStyle.ASCII)
                    .startsFrom(0, Duration.ofNanos(System.nanoTime() - startNanos));
            drawn = (detail == null ? builder.showSpeed() : builder).build();
            bar = drawn;
        }
        if (detail != null) {
            drawn.setExtraMessage(" " + detail);
        }
        drawn.maxHint(total);
        drawn.stepTo(done);
    }

    private String plain(long done, long total, @Nullable String detail, double seconds) {
        double rate = done / seconds;
        String said = detail != null
                ? detail
                : String.format(Locale.ROOT, rate < 10 ? "%,.2f a second" : "%,.0f a second", rate);
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d (%d %%), %s, %,.0f s left",
                task,
                done,
                total,
                100 * done / total,
                said,
                (total - done) / rate);
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
