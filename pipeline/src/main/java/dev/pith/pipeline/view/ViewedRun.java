package dev.pith.pipeline.view;

import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.report.PrincipalMap;
import dev.pith.report.RunView;
import dev.pith.report.Samples;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run as it was when it was read: an array per column, position equal to id. It is read without a lock, so that other
 * commands may go on with the run; files are replaced by renaming, and what is open stays as it was.
 *
 * @param samples bins, ranks, gains and classes
 * @param selection what the run keeps; null when it has selected nothing
 * @param map where samples lie, null without features; of samples without a place NaN
 * @param scores by name, {@code float[n]}
 * @param source the samples themselves, null when they cannot be had
 * @param notes what cannot be had and why, a sentence each
 */
record ViewedRun(
        Path directory,
        Manifest manifest,
        List<String> keys,
        Samples samples,
        int @Nullable [] selection,
        PickOrder order,
        @Nullable PointMap map,
        Map<String, float[]> scores,
        List<Remark> remarks,
        Similarity similarity,
        @Nullable Features features,
        @Nullable Source source,
        List<String> notes)
        implements AutoCloseable {
    /**
     * A flat map.
     *
     * @param x of every id, NaN where a sample is not on the map
     * @param explained the part of the variance that lies along the two directions, from 0 to 1
     */
    record PointMap(float[] x, float[] y, double explained) {}

    /**
     * Reads a run.
     *
     * @param messages hears of the reading of the source
     * @throws PithException when it is no run, or holds no samples
     */
    static ViewedRun read(Path directory, Threads threads, Messages messages) {
        Manifest manifest = Manifest.read(directory);
        List<String> notes = new ArrayList<>();
        Manifest.Samples about = manifest.source();
        if (about == null) {
            throw new PithException(
                    directory + ": holds no samples to view; make a run with pith quantize SOURCE -o " + directory);
        }
        Source source = source(about, messages, notes);
        Features features = null;
        try {
            features = features(directory, manifest, source, threads, notes);
            SamplesTable table = table(directory, about, source);
            Samples samples = Samples.of(table, manifest.step(Step.BINS).isEmpty(), about.classes());
            int[] selection = selection(directory, manifest);
            Similarity similarity = RunView.similarity(RunView.picking(manifest));
            PickOrder order = PickOrder.of(directory, manifest, table, selection, features, threads, notes);
            return new ViewedRun(
                    directory,
                    manifest,
                    table.key,
                    samples,
                    selection,
                    order,
                    features == null ? null : map(features, similarity, samples, threads),
                    scores(directory, samples.size(), notes),
                    Remark.read(directory, manifest, samples.size(), notes),
                    similarity,
                    features,
                    source,
                    List.copyOf(notes));
        } catch (RuntimeException e) {
            close(features, source);
            throw e;
        }
    }

    int size() {
        return keys.size();
    }

    /** A run that was only checked has no table yet; its source has the keys. */
    private static SamplesTable table(Path directory, Manifest.Samples about, @Nullable Source source) {
        Path file = directory.resolve(SamplesTable.FILE);
        if (Files.exists(file)) {
            return SamplesTable.read(file, about.n());
        }
        if (source == null) {
            throw new PithException(directory + ": holds no " + SamplesTable.FILE + ", and its source " + about.name()
                    + " cannot be read; say where that lies now with `source`");
        }
        return new SamplesTable(
                Keys.of(about.n(), source::key),
                source.labels().map(labels -> labels.values().clone()).orElse(null));
    }

    private static int @Nullable [] selection(Path directory, Manifest manifest) {
        boolean selected = Stream.of(Step.SAMPLE, Step.SELECT)
                .flatMap(step -> manifest.step(step).stream())
                .anyMatch(done -> done.writes(RunFiles.SELECTION));
        return selected ? RunSamples.ids(directory.resolve(RunFiles.SELECTION)) : null;
    }

    /** Opens the source, unless it is gone or another by now: then there are no pictures and no texts. */
    private static @Nullable Source source(Manifest.Samples about, Messages messages, List<String> notes) {
        try {
            Source source = SourceReference.of(about).reopen(messages);
            if (source.fingerprint().equals(about.fingerprint())) {
                return source;
            }
            source.close();
            notes.add(about.name() + " has changed since this run began, so its samples are not shown.");
        } catch (PithException e) {
            notes.add("The samples are not shown: " + e.getMessage());
        }
        return null;
    }

    private static @Nullable Features features(
            Path directory, Manifest manifest, @Nullable Source source, Threads threads, List<String> notes) {
        Optional<Features> features = RunFeatures.inRun(directory, manifest, threads);
        if (features.isEmpty() && source instanceof FeatureSource own) {
            features = Optional.of(own.features(threads));
        }
        if (features.isEmpty()) {
            notes.add(
                    manifest.step(Step.FEATURES).isPresent()
                            ? "The features cannot be read any more, so there is no map and nothing is said about"
                                    + " likeness."
                            : "The run has no features, so there is no map and nothing is said about likeness.");
        }
        return features.orElse(null);
    }

    private static @Nullable PointMap map(Features features, Similarity similarity, Samples samples, Threads threads) {
        int[] usable = IntStream.range(0, samples.size())
                .filter(id -> Likeness.isUsable(features.squaredNorm(id), similarity))
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(id -> samples.classes()[id])
                        .thenComparingInt(id -> samples.bin()[id]))
                .mapToInt(Integer::intValue)
                .toArray();
        if (usable.length == 0) {
            return null;
        }
        PrincipalMap map = PrincipalMap.of(features, similarity, usable, usable.length, threads);
        float[] x = new float[samples.size()];
        float[] y = new float[samples.size()];
        Arrays.fill(x, Float.NaN);
        Arrays.fill(y, Float.NaN);
        for (int i = 0; i < map.ids().length; i++) {
            x[map.ids()[i]] = (float) map.x()[i];
            y[map.ids()[i]] = (float) map.y()[i];
        }
        return new PointMap(x, y, map.explained());
    }

    private static Map<String, float[]> scores(Path directory, int n, List<String> notes) {
        Map<String, float[]> scores = new TreeMap<>();
        Path folder = directory.resolve(RunFiles.SCORE_FOLDER);
        if (!Files.isDirectory(folder)) {
            return scores;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".npy")).toList()) {
                double[] values = Npy.readDoubles(file);
                if (values.length == n) {
                    float[] column = new float[n];
                    for (int id = 0; id < n; id++) {
                        column[id] = (float) values[id];
                    }
                    scores.put(file.getFileName().toString().replaceFirst("\\.npy$", ""), column);
                }
            }
        } catch (IOException | PithException e) {
            notes.add("Not all scores are shown (" + e.getMessage() + ").");
        }
        return scores;
    }

    @Override
    public void close() {
        close(features, source);
    }

    private static void close(@Nullable Features features, @Nullable Source source) {
        if (features != null) {
            features.close();
        }
        if (source != null) {
            source.close();
        }
    }
}
