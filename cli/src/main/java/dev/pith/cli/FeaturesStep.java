package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.pixels.Pixels;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyWriter;
import dev.pith.run.SamplesTable;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The step {@code features}: writes features, labels and keys.
 *
 * <p>A source that holds features already is not copied: it stays where it is, and its fingerprint in the manifest makes sure
 * that later steps see the same numbers.
 */
final class FeaturesStep {
    static final String FEATURES = "features.npy";
    static final String LABELS = "labels.npy";

    private final Session session;
    private final Source source;
    private final OnError onError;

    FeaturesStep(Session session, Source source, OnError onError) {
        this.session = session;
        this.source = source;
        this.onError = onError;
    }

    void perform() {
        session.perform(Step.FEATURES, configuration(), staging -> {
            Skipped skipped = writeFeatures(staging);
            if (onError == OnError.FAIL) {
                skipped.refuse(source.name(), source::key);
            }
            if (skipped.size() > 0) {
                try (OutputStream out = Files.newOutputStream(staging.file(Skipped.FILE))) {
                    skipped.write(out, source::key);
                }
            }
            staging.note("skipped", Integer.toString(skipped.size()));
            writeSamples(staging);
        });
    }

    private Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("features", source instanceof FeatureSource ? "of the source" : "pixels");
        configuration.put("--on-error", onError.toString());
        configuration.putAll(session.samples().options());
        return configuration;
    }

    private Skipped writeFeatures(Staging staging) throws IOException {
        if (source instanceof FeatureSource features) {
            return check(features.features(session.workers()), staging);
        }
        if (source instanceof ImageSource images) {
            return writePixels(images, staging);
        }
        throw new PithException(source.name() + ": holds neither images nor features; give features of your own,"
                + " for example pith bins features.npy");
    }

    private Skipped check(Features features, Staging staging) {
        Skipped skipped = new Skipped();
        for (int id = 0; id < features.size(); id++) {
            skipped.addUnlessUsable(id, features.squaredNorm(id));
        }
        noteShape(staging, features.size(), features.dimension());
        return skipped;
    }

    private Skipped writePixels(ImageSource images, Staging staging) throws IOException {
        session.memory().require("Reading images", MemoryEstimate.pixels(images.size()), "use fewer images");
        Skipped skipped = new Skipped();
        Pixels pixels;
        try (ProgressLine progress = session.progress("reading images")) {
            pixels = Pixels.scan(images, session.workers(), progress);
        }
        if (onError == OnError.FAIL) {
            pixels.requireAllReadable();
        }
        pixels.unreadable().forEach(image -> skipped.add(image.id(), image.reason()));
        try (ProgressLine progress = session.progress("writing features");
                NpyWriter rows = new NpyWriter(staging.file(FEATURES), pixels.size(), pixels.dimension())) {
            int[] id = {0};
            pixels.write(
                    row -> {
                        skipped.addUnlessUsable(id[0]++, squaredNorm(row));
                        rows.append(row);
                    },
                    progress);
        }
        noteShape(staging, pixels.size(), pixels.dimension());
        return skipped;
    }

    private static double squaredNorm(float[] row) {
        double sum = 0;
        for (double value : row) {
            sum += value * value;
        }
        return sum;
    }

    private static void noteShape(Staging staging, int n, int d) {
        staging.note("n", Integer.toString(n));
        staging.note("d", Integer.toString(d));
    }

    private void writeSamples(Staging staging) throws IOException {
        Optional<Labels> labels = source.labels();
        if (labels.isPresent()) {
            Npy.write(staging.file(LABELS), labels.get().values());
        }
        String[] keys = IntStream.range(0, source.size()).mapToObj(source::key).toArray(String[]::new);
        SamplesTable table = new SamplesTable(keys, labels.map(Labels::values).orElse(null));
        try (OutputStream out = Files.newOutputStream(staging.file(SamplesTable.FILE))) {
            table.write(out);
        }
    }

    /** Opens the features of a run, wherever they lie; closed by the caller. */
    static Features open(Session session) {
        boolean inRun = session.run().manifest().step(Step.FEATURES).stream()
                .flatMap(done -> done.outputs().stream())
                .anyMatch(output -> output.path().equals(FEATURES));
        if (inRun) {
            return new DenseFeatures(Npy.mapFloats(session.run().file(FEATURES)), session.workers());
        }
        if (session.reopenSource() instanceof FeatureSource features) {
            return features.features(session.workers());
        }
        throw new IllegalStateException("features are neither in the run nor in its source");
    }
}
