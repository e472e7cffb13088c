package dev.pith.cli;

import dev.pith.npy.Npy;
import dev.pith.quantize.Classes;
import dev.pith.run.Manifest;
import dev.pith.run.Run;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.LongStream;

/** What the files of a run say about its samples. */
final class RunSamples {
    private RunSamples() {}

    static SamplesTable table(Session session) {
        return SamplesTable.read(
                session.run().file(SamplesTable.FILE), session.samples().n());
    }

    /**
     * Returns the step whose selection a run holds: the draw from its bins or, where none was drawn, the ranking that was made without
     * bins.
     *
     * @throws dev.pith.PithException when it holds none, or its files are not as they were written
     */
    static Manifest.Done requireSelection(Run run) {
        boolean ranked = run.manifest().step(Step.SAMPLE).isEmpty()
                && run.manifest()
                        .step(Step.SELECT)
                        .filter(done -> done.writes(SampleStep.SELECTION))
                        .isPresent();
        return run.require(ranked ? Step.SELECT : Step.SAMPLE, "pith sample RUN");
    }

    /** Reads a file of ids. */
    static int[] ids(Path file) {
        return LongStream.of(Npy.readLongs(file)).mapToInt(Math::toIntExact).toArray();
    }

    /** Returns the usable samples in the groups that are treated each for itself. */
    static Classes classes(Session session, SamplesTable table, boolean stratify) {
        BitSet left = Skipped.readIds(session.run().file(Skipped.FILE));
        left.or(TextStep.duplicates(session));
        long[] labels = table.label;
        return stratify && labels != null ? Classes.byLabel(labels, left) : Classes.all(table.size(), left);
    }
}
