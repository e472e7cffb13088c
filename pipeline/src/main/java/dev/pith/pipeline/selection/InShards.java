package dev.pith.pipeline.selection;

import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.quantize.Classes;
import dev.pith.quantize.Shards;
import dev.pith.run.Staging;
import java.util.function.Supplier;

/** Says of a step that classes were not taken whole, to the user and in the manifest. */
final class InShards {
    private InShards() {}

    /** Shows progress, and where classes are taken whole says of long work that shards take less. */
    static TaskProgress progress(Session session, Shards shards, String doing) {
        TaskProgress progress = session.progress(doing);
        return shards.isNone() ? new LongWork(progress, doing, session::note, System::nanoTime) : progress;
    }

    /**
     * Says it, unless every class is one shard.
     *
     * @param done what was done in shards, and {@code doing} it, such as ranked and ranking
     * @param more what else there is to say at the end of the line, asked for only then
     */
    static void note(
            Session session,
            Staging staging,
            Shards shards,
            Classes classes,
            String done,
            String doing,
            Supplier<String> more) {
        int count = shards.sizes(classes.sizes()).length;
        if (count > classes.count()) {
            staging.note("in shards", Integer.toString(count));
            session.note(done + " in " + count + " random shards, which is not what " + doing + " "
                    + (classes.count() == 1 ? "all samples together" : "classes whole") + " gives" + more.get());
        }
    }
}
