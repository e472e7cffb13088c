package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.check.Copies;
import dev.pith.data.check.ImageLooks;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Manifest;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.text.duplicate.Duplicate;
import java.io.IOException;
import java.nio.file.Files;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The step {@code dedup} of images: those that are, or look like, an earlier one are left out and listed. What a
 * network has learned from before stays; bins and rankings are made without them.
 */
final class ImageDuplicates {
    private final Session session;
    private final ImageSource source;
    private final CopySettings settings;

    ImageDuplicates(Session session, ImageSource source, CopySettings settings) {
        this.session = session;
        this.source = source;
        this.settings = settings;
    }

    /**
     * Looks for them, unless it is done.
     *
     * @throws PithException when the run has bins that were made without looking
     */
    void perform() {
        Manifest manifest = session.run().manifest();
        boolean binned =
                manifest.step(Step.DEDUP).isEmpty() && manifest.step(Step.BINS).isPresent();
        if (binned && !session.force()) {
            throw new PithException(session.run().directory() + ": the bins of this run were made without `dedup`; give"
                    + " another directory, or `force` to make them anew");
        }
        session.perform(Step.DEDUP, settings.toMap(), staging -> {
            if (settings.dedup() != Dedup.NONE) {
                write(staging, duplicates());
            }
            DuplicateList.emptyTable(session, staging);
        });
    }

    private void write(Staging staging, List<Duplicate> duplicates) throws IOException {
        StringBuilder csv = new StringBuilder(RunFiles.DUPLICATES_HEADER).append('\n');
        DuplicateList.append(csv, duplicates, source);
        Files.writeString(staging.file(RunFiles.DUPLICATES), csv);
        staging.note("duplicates", Integer.toString(duplicates.size()));
    }

    /** An image that is left out already keeps none of its copies from being used. */
    private List<Duplicate> duplicates() {
        BitSet skipped = Skipped.readIds(session.run().file(RunFiles.SKIPPED), RunFiles.SKIPPED_HEADER);
        int[] ids =
                IntStream.range(0, source.size()).filter(id -> !skipped.get(id)).toArray();
        return copies().among(ids).stream()
                .map(copy -> new Duplicate(copy.image(), copy.other(), copy.likeness()))
                .sorted(Comparator.comparingInt(Duplicate::id))
                .toList();
    }

    private Copies copies() {
        boolean exact = settings.dedup() == Dedup.EXACT;
        int n = source.size();
        session.memory()
                .requireOnHeap(
                        "looking for copies among " + n + " images",
                        n * (exact ? ImageLooks.PIXELS_BYTES : ImageLooks.BYTES),
                        "use `dedup none`");
        try (TaskProgress progress = session.progress("looking for duplicates")) {
            return exact
                    ? new Copies(ImageLooks.pixels(source, session.threads(), progress))
                    : new Copies(
                            ImageLooks.prints(source, session.threads(), progress),
                            settings.threshold(),
                            session.threads());
        }
    }
}
