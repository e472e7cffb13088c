package dev.pith.pipeline;

import dev.pith.data.Source;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;

/**
 * Work on a source, in a run.
 *
 * @param <T> what comes of it
 */
public abstract class SourceWork<T> {
    final SourceReference source;

    SourceWork(SourceReference source) {
        this.source = source;
    }

    /**
     * Does the work, unless it is done.
     *
     * @throws IllegalArgumentException when the settings do not suit the source
     * @throws dev.pith.PithException when the source, the run or the machine does not allow it
     */
    public final T perform(Session session) {
        try (Source opened = source.open(session.messages())) {
            return perform(session, opened);
        }
    }

    /**
     * Does likewise with the source opened already.
     *
     * @param opened what the reference names; closed by the caller
     */
    public abstract T perform(Session session, Source opened);
}
