package dev.pith.pipeline.session;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.npy.Npy;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.run.Manifest;
import dev.pith.run.Run;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What the files of a run say about its samples. */
public final class RunSamples {
    /** What the manifest calls features of texts. */
    public static final String TEXT = "text";

    private RunSamples() {}

    public static SamplesTable table(Session session) {
        return SamplesTable.read(
                session.run().file(SamplesTable.FILE), session.samples().n());
    }

    /**
     * Returns the step whose selection a run holds: the draw from its bins or, where none was drawn, the ranking that
     * was made without bins.
     *
     * @throws PithException when it holds none, or its files are not as they were written
     */
    public static Manifest.Done requireSelection(Run run) {
        boolean ranked = run.manifest().step(Step.SAMPLE).isEmpty()
                && run.manifest()
                        .step(Step.SELECT)
                        .filter(done -> done.writes(RunFiles.SELECTION))
                        .isPresent();
        return run.require(ranked ? Step.SELECT : Step.SAMPLE, "pith sample RUN");
    }

    /**
     * Returns the weights of the selection that a run holds, in its order; null when the samples count alike.
     *
     * @param directory of the run
     * @throws PithException when there are not as many weights as samples
     */
    public static float @Nullable [] weights(Path directory, Manifest manifest) {
        boolean drawn = manifest.step(Step.SAMPLE).isPresent(); // whose draw is the selection
        boolean weighted = manifest.step(Step.SELECT)
                .filter(done -> done.writes(RunFiles.WEIGHTS))
                .isPresent();
        if (drawn || !weighted) {
            return null;
        }
        Path file = directory.resolve(RunFiles.WEIGHTS);
        double[] values = Npy.readDoubles(file);
        int samples = ids(directory.resolve(RunFiles.SELECTION)).length;
        if (values.length != samples) {
            throw new PithException(file + ": holds " + values.length + " weights of " + samples
                    + " samples; make it anew with pith select");
        }
        float[] weights = new float[values.length];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = (float) values[k];
        }
        return weights;
    }

    /** Reads a file of ids. */
    public static int[] ids(Path file) {
        return LongStream.of(Npy.readLongs(file)).mapToInt(Math::toIntExact).toArray();
    }

    /**
     * Reads ids that somebody chose, which no step has looked at.
     *
     * @param n how many samples there are
     * @param source what they are of
     * @param remedy what to do where the file names others
     * @throws PithException when it does
     */
    public static int[] chosenIds(Path file, int n, String source, String remedy) {
        long[] ids = Npy.readLongs(file);
        for (long id : ids) {
            if (id < 0 || id >= n) {
                throw new PithException(file + ": names id " + id + ", but the ids of " + source + " go from 0 to "
                        + (n - 1) + "; " + remedy);
            }
        }
        return LongStream.of(ids).mapToInt(Math::toIntExact).toArray();
    }

    /** Returns the bins of a run, ids in pick order, with the gains that its table has. */
    public static Binning binning(Session session, SamplesTable table, int count) {
        Path folder = session.run().file(RunFiles.BINS);
        List<Ranking> bins = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            int[] ids = ids(folder.resolve(RunFiles.bin(k)));
            bins.add(new Ranking(
                    ids, IntStream.of(ids).mapToDouble(id -> table.gain[id]).toArray()));
        }
        return new Binning(bins);
    }

    /** Returns the usable samples in the groups that are treated each for itself. */
    public static Classes classes(Session session, SamplesTable table, boolean stratify) {
        long[] labels = table.label;
        return stratify && labels != null ? groups(session, labels) : Classes.all(table.size(), unusable(session));
    }

    /**
     * Returns the usable samples by groups of any kind.
     *
     * @param groups of each id
     */
    public static Classes groups(Session session, long[] groups) {
        return Classes.byLabel(groups, unusable(session));
    }

    /** Returns the ids that nothing is selected from: what cannot be read, and what repeats other samples. */
    public static BitSet unusable(Session session) {
        BitSet excluded = Skipped.readIds(session.run().file(RunFiles.SKIPPED), RunFiles.SKIPPED_HEADER);
        excluded.or(duplicates(session));
        return excluded;
    }

    /** Returns the ids that repeat others; none when a run has no such list. */
    private static BitSet duplicates(Session session) {
        Manifest manifest = session.run().manifest();
        boolean listed = manifest.step(Step.DEDUP).stream()
                .flatMap(done -> done.outputs().stream())
                .anyMatch(output -> output.path().equals(RunFiles.DUPLICATES));
        return listed
                ? Skipped.readIds(session.run().file(RunFiles.DUPLICATES), RunFiles.DUPLICATES_HEADER)
                : new BitSet();
    }

    /** Returns whether the samples of a run have labels. */
    public static boolean areLabelled(Session session) {
        return !session.samples().classes().isEmpty();
    }

    /** Returns whether the samples of a run are texts. */
    public static boolean areTexts(Session session) {
        return session.run()
                .manifest()
                .step(Step.FEATURES)
                .filter(RunSamples::areTexts)
                .isPresent();
    }

    /** Returns whether the features that a step made are of texts. */
    public static boolean areTexts(Manifest.Done features) {
        return TEXT.equals(features.configuration().get("features"));
    }
}
