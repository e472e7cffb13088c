package dev.pith.cli;

import dev.pith.npy.Npy;
import dev.pith.quantize.Classes;
import dev.pith.run.SamplesTable;
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
