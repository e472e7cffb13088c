package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.shard.ShardedSource;
import dev.pith.pipeline.session.Session;
import java.util.stream.IntStream;

/** Groups of samples by the file that holds them, so that sources can be mixed by shares. */
final class FileGroups {
    private FileGroups() {}

    /**
     * Returns the file of each sample.
     *
     * @throws PithException when the source of the run is a single file
     */
    static Labels of(Session session) {
        try (Source source = session.reopenSource()) {
            if (!(source instanceof ShardedSource<?> sharded) || sharded.parts().size() < 2) {
                throw new PithException(source.name() + ": is not of several files to group by; name them by a pattern,"
                        + " such as '{first,second}.jsonl'");
            }
            return new Labels(
                    IntStream.range(0, sharded.size()).mapToLong(sharded::part).toArray(), sharded.partNames());
        }
    }
}
