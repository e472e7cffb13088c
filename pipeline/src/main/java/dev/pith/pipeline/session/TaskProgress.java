package dev.pith.pipeline.session;

import dev.pith.PithException;
import dev.pith.run.Progress;

/**
 * Hears how far one task has come, until it is closed. A caller who wants the work to stop throws a
 * {@link PithException} from either method: the work unwinds, and so leaves whole files or none.
 */
public interface TaskProgress extends Progress, AutoCloseable {
    /** Hears nothing and never stops the work. */
    TaskProgress NONE = (done, total) -> {};

    /**
     * Reports likewise.
     *
     * @param detail what is worth saying about the last unit, such as a loss
     */
    default void onStep(long done, long total, String detail) {
        onStep(done, total);
    }

    /** Gives the caller a chance to stop work that has nothing to report yet. */
    default void check() {}

    @Override
    default void close() {}
}
