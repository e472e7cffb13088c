package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.AtomicFile;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The map by neighbours of one reading of a run. Who asks for it first has it read from the run or, where there is none
 * of these features, drawn while everything else goes on, and kept there: {@value RunFiles#NEIGHBOR_MAP}, and
 * {@value RunFiles#NEIGHBOR_MAP_OF}, which says what it is of.
 */
final class NeighborMap implements AutoCloseable {
    /** Drawing a sample costs about as much as so many products on the way to its neighbours (docs/view.md). */
    private static final double DRAWING = 1.2e7;

    /** Before that, how long the work takes is anybody's guess. */
    private static final double FIRST_SECONDS = 3;

    private final ViewedRun run;
    private final Threads threads;
    private @Nullable Thread work;
    private volatile boolean closed;
    private volatile State state = new State(0, null, "", "");

    /**
     * How far it is.
     *
     * @param share that is done, from 0 to 1
     * @param places {@code float[2 n]}, x and y of every id, NaN where a sample is not on the map; null until they are
     *     there
     * @param failure why it will not be there, or empty
     * @param note what else there is to say, such as how long it takes, or empty
     */
    record State(double share, float @Nullable [] places, String failure, String note) {}

    NeighborMap(ViewedRun run, Threads threads) {
        this.run = run;
        this.threads = threads;
    }

    /**
     * Returns how far the map is, which somebody works on from the first question on.
     *
     * @throws PithException when the run has no features
     */
    synchronized State state() {
        Features features = run.features();
        ViewedRun.PointMap begin = run.map();
        if (features == null || begin == null) {
            throw new PithException("the run has no features that can be read, so there is no map");
        }
        if (work == null && !closed) {
            work = new Thread(() -> make(features, begin), "pith-map");
            work.setDaemon(true);
            work.start();
        }
        return state;
    }

    private void make(Features features, ViewedRun.PointMap begin) {
        try {
            float[] kept = kept();
            if (kept != null) {
                state = new State(1, kept, "", "");
                return;
            }
            long begun = System.nanoTime();
            float[] drawn = draw(features, run.similarity(), begin, threads, share -> report(share, begun));
            state = new State(1, drawn, "", keep(drawn));
        } catch (CancellationException e) {
            state = new State(0, null, "the view was closed", "");
        } catch (OutOfMemoryError e) {
            state = new State(0, null, "there is not enough memory for the map by neighbours; give the JVM more", "");
        } catch (RuntimeException e) {
            state = new State(0, null, "the map by neighbours cannot be drawn (" + e.getMessage() + ")", "");
        }
    }

    private void report(double share, long begun) {
        if (closed) {
            throw new CancellationException();
        }
        state = new State(share, null, "", remaining(share, (System.nanoTime() - begun) / 1e9));
    }

    /** Returns how long the rest takes at the pace so far; empty where that is not known yet, or not long. */
    static String remaining(double share, double seconds) {
        double minutes = seconds / 60 * (1 - share) / share;
        return seconds < FIRST_SECONDS || minutes < 1 ? "" : "about " + Math.round(minutes) + " min more";
    }

    /**
     * Draws the map.
     *
     * @param begin where samples begin
     * @param progress hears the share that is done, and may throw to end it
     * @return {@code float[2 n]}, NaN where features say nothing
     */
    static float[] draw(
            Features features,
            Similarity similarity,
            ViewedRun.PointMap begin,
            Threads threads,
            DoubleConsumer progress) {
        int n = features.size();
        int[] all = new int[n];
        Arrays.setAll(all, id -> id);
        Likeness likeness = new Likeness(features, similarity, threads);
        double finding = 1 / (1 + n * DRAWING / likeness.products(n));
        Likeness.Nearest nearest =
                likeness.among(all, NeighborEmbedding.NEIGHBORS, share -> progress.accept(finding * share));
        int[] ids = nearest.ids();
        int[] position = new int[n];
        for (int i = 0; i < ids.length; i++) {
            position[ids[i]] = i;
        }
        float[][] distances = new float[ids.length][];
        double[] x = new double[ids.length];
        double[] y = new double[ids.length];
        for (int i = 0; i < ids.length; i++) {
            int[] others = nearest.nearest()[i];
            distances[i] = new float[others.length];
            for (int r = 0; r < others.length; r++) {
                distances[i][r] = distance(nearest.alike()[i][r], similarity);
                others[r] = position[others[r]];
            }
            x[i] = finite(begin.x()[ids[i]]);
            y[i] = finite(begin.y()[ids[i]]);
        }
        float[] drawn = new NeighborEmbedding(nearest.nearest(), distances)
                .draw(x, y, threads, share -> progress.accept(finding + (1 - finding) * share));
        float[] places = new float[2 * n];
        Arrays.fill(places, Float.NaN);
        for (int i = 0; i < ids.length; i++) {
            places[2 * ids[i]] = drawn[2 * i];
            places[2 * ids[i] + 1] = drawn[2 * i + 1];
        }
        return places;
    }

    /** Returns how far two samples are from each other; by cosines, as rows of unit length are. */
    private static float distance(float alike, Similarity similarity) {
        double distance = similarity.subtractsNorms() ? -alike : Math.sqrt(Math.max(0, 2 - 2.0 * alike));
        return Double.isFinite(distance) ? (float) distance : Float.MAX_VALUE;
    }

    private static double finite(float value) {
        return Float.isFinite(value) ? value : 0;
    }

    private float @Nullable [] kept() {
        Path file = run.directory().resolve(RunFiles.NEIGHBOR_MAP);
        try {
            boolean ofThese = Files.readString(run.directory().resolve(RunFiles.NEIGHBOR_MAP_OF))
                    .equals(madeOf());
            if (!ofThese) {
                return null;
            }
            double[] values = Npy.readDoubles(file);
            float[] places = new float[2 * run.size()];
            if (values.length != places.length) {
                return null;
            }
            for (int at = 0; at < places.length; at++) {
                places[at] = (float) values[at];
            }
            return places;
        } catch (IOException | PithException e) {
            return null; // it is not there, or not whole: it is drawn anew
        }
    }

    /** Keeps the map and returns what there is to say about that; what it is of is said last. */
    private String keep(float[] places) {
        Path saying = run.directory().resolve(RunFiles.NEIGHBOR_MAP_OF);
        try {
            Files.deleteIfExists(saying);
            AtomicFile.make(
                    run.directory().resolve(RunFiles.NEIGHBOR_MAP), part -> Npy.write(part, places, run.size(), 2));
            AtomicFile.write(saying, out -> out.write(madeOf().getBytes(StandardCharsets.UTF_8)));
            return "";
        } catch (IOException | PithException e) {
            return "It is not kept in the run: " + e.getMessage();
        }
    }

    /** Returns all that decides where samples lie, a line each; other steps may write other files of the step anew. */
    private String madeOf() {
        Manifest manifest = run.manifest();
        String features = manifest.step(Step.FEATURES).stream()
                .flatMap(done -> done.outputs().stream())
                .filter(output ->
                        output.path().equals(RunFiles.FEATURES) || output.path().startsWith(RunFiles.GRADIENTS + "/"))
                .map(output -> output.path() + " " + output.sha256() + "\n")
                .collect(Collectors.joining());
        return "source " + Objects.requireNonNull(manifest.source()).fingerprint() + "\n" + features + "similarity "
                + run.similarity().toString().toLowerCase(Locale.ROOT) + "\n" + NeighborEmbedding.SETTINGS + "\n";
    }

    /** Ends the work, so that features can be closed. */
    @Override
    public void close() {
        Thread atWork;
        synchronized (this) {
            closed = true;
            atWork = work;
        }
        boolean interrupted = false;
        while (atWork != null && atWork.isAlive()) {
            try {
                atWork.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
