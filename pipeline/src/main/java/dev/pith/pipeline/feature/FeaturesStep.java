package dev.pith.pipeline.feature;

import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.FeatureSource;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.MaskSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.array.TensorSource;
import dev.pith.data.pixels.Pixels;
import dev.pith.data.shard.ShardedFeatures;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyWriter;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.SamplesTable;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.feature.FeatureNetwork;
import dev.pith.torch.feature.NetworkFeatures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code features}: writes features, labels and keys; before it, if need be, the step {@code network}.
 *
 * <p>A source that holds features already is not copied: it stays where it is, and its fingerprint in the manifest
 * makes sure that later steps see the same numbers. A column of a table is copied, because it cannot be mapped; what
 * was made elsewhere of this source is copied, so that the run needs nothing beside the source.
 */
public final class FeaturesStep {
    private final Session session;
    private final Source source;
    private final FeatureSettings configuration;
    private final FeatureImages images;
    private final @Nullable ScoreSettings scores;
    private final @Nullable TextStep texts;

    /**
     * Prepares the step.
     *
     * @param source that the run is about
     * @throws IllegalArgumentException when the settings are for samples of another kind
     * @throws PithException when the source lacks what the features are made of
     */
    public FeaturesStep(Session session, Source source, FeatureSettings configuration) {
        this(session, source, configuration, null);
    }

    /**
     * Prepares the step likewise.
     *
     * @param scores how the network scores the samples while it is trained, or null
     */
    FeaturesStep(Session session, Source source, FeatureSettings configuration, @Nullable ScoreSettings scores) {
        configuration.requireFits(source);
        this.scores = scores;
        this.session = session;
        this.source = source;
        this.configuration = configuration;
        this.images = new FeatureImages(session, source, configuration);
        this.texts = configuration.texts() == null
                ? null
                : new TextStep(session, (RecordSource) source, configuration.texts());
    }

    /**
     * Makes the features, unless they are made.
     *
     * @throws PithException when a sample cannot be used, or the machine does not allow it
     */
    public Featurized perform() {
        Map<String, String> map = new LinkedHashMap<>(configuration.toMap());
        map.putAll(session.samples().options());
        session.refuseChange(Step.FEATURES, map);
        if (configuration.usesNetwork()) {
            session.memory()
                    .require(
                            "Looking at images with a network",
                            MemoryEstimate.network(source.size(), configuration.mostSide(), session.memory()),
                            "use `features pixels`");
        }
        if (configuration.trains()) {
            new NetworkStep(session, source, images, configuration, scores).perform();
        }
        session.perform(Step.FEATURES, map, staging -> {
            Skipped skipped = writeFeatures(staging);
            if (configuration.onError() == OnError.FAIL) {
                skipped.refuse(source.name(), source::key);
            }
            skipped.writeIfAny(staging, RunFiles.SKIPPED, source::key);
            staging.note("skipped", Integer.toString(skipped.size()));
            writeSamples(staging);
        });
        if (texts != null) {
            texts.forget();
            texts.dedup();
        }
        leaveOutCopies();
        if (!configuration.trains() && !RunScores.areInRun(session)) {
            session.run().forget(Step.NETWORK); // that of features the run had before
        }
        return Featurized.of(session.run());
    }

    /** A run that leaves images out does so until it is told otherwise. */
    private void leaveOutCopies() {
        CopySettings copies = configuration.copies();
        boolean before = session.run().manifest().step(Step.DEDUP).isPresent();
        if (source instanceof ImageSource pictures && (copies != null || before)) {
            new ImageDuplicates(session, pictures, copies == null ? CopySettings.of(Dedup.NONE) : copies).perform();
        }
    }

    private Skipped writeFeatures(Staging staging) throws IOException {
        if (configuration.from() != null) {
            return writeMadeElsewhere(configuration.from(), staging);
        }
        if (source instanceof ShardedFeatures features) {
            Path file = staging.file(RunFiles.FEATURES);
            features.write(file);
            Skipped skipped = new Skipped();
            features.labels().ifPresent(labels -> labels.unlabelled().stream()
                    .forEach(id -> skipped.add(id, "has no label; give it one")));
            check(new DenseFeatures(Npy.mapFloats(file), session.threads()), staging, skipped);
            return skipped;
        }
        if (source instanceof FeatureSource features) {
            return check(features.features(session.threads()), staging);
        }
        if (texts != null) {
            Skipped skipped = texts.embed(staging, RunFiles.FEATURES, configuration.onError());
            check(
                    new DenseFeatures(Npy.mapFloats(staging.file(RunFiles.FEATURES)), session.threads()),
                    staging,
                    skipped);
            return skipped;
        }
        if (configuration.usesNetwork()) {
            return writeOfNetwork(staging);
        }
        if (source instanceof ImageSource pictures) {
            return writePixels(pictures, staging);
        }
        if (source instanceof TensorSource) {
            throw new PithException(
                    source.name() + ": holds tensors for a network, not pixels; give labels, or `features`"
                            + " embedding with `net` and `weights`");
        }
        throw new PithException(source.name() + ": holds neither images nor features; give features of your own,"
                + " for example pith bins features.npy");
    }

    private Skipped writeMadeElsewhere(Path from, Staging staging) throws IOException {
        Skipped skipped = texts == null ? new Skipped() : texts.missing();
        FeatureKind kind = Objects.requireNonNull(configuration.choice());
        check(new ElsewhereFeatures(session, source, from).write(kind, staging), staging, skipped);
        return skipped;
    }

    private Skipped writeOfNetwork(Staging staging) throws IOException {
        Path weights = Optional.ofNullable(configuration.weights())
                .orElse(session.run().file(RunFiles.NETWORK));
        String name = configuration.trains() ? null : configuration.network();
        try (FeatureNetwork network = FeatureNetwork.open(weights, name, images::open, session::note)) {
            if (name != null) {
                session.fullName(name, network.images().shape());
            }
            staging.note("network", network.name());
            staging.note("images", network.images().shape().toString());
            Skipped skipped = new Skipped();
            network.images().unreadable().forEach(image -> skipped.add(image.id(), image.reason()));
            try (TaskProgress progress = session.progress("looking at images")) {
                NetworkFeatures features =
                        new NetworkFeatures(network.network(), network.images(), session.threads(), progress);
                write(
                        knowsClasses() ? features.withSoftLabels(staging.file(RunFiles.SOFT_LABELS)) : features,
                        staging,
                        skipped);
            }
            return skipped;
        }
    }

    /**
     * Returns whether classes of the network are those of the labels; of weights of the user's own only gradients
     * insist on it, and those of masks are of pixels.
     */
    private boolean knowsClasses() {
        return !(source instanceof MaskSource)
                && (configuration.trains() || configuration.choice() == FeatureKind.GRADIENT);
    }

    private void write(NetworkFeatures network, Staging staging, Skipped skipped) throws IOException {
        if (configuration.choice() == FeatureKind.GRADIENT) {
            Path folder = staging.folder(RunFiles.GRADIENTS);
            double right = network.gradients(
                    configuration.loss(),
                    folder.resolve(RunFiles.LOGIT_GRADIENTS),
                    folder.resolve(RunFiles.EMBEDDINGS));
            network.lastLayer(folder.resolve(RunFiles.LAST_LAYER));
            staging.note("named rightly", String.format(Locale.ROOT, "%.1f %%", 100 * right));
            check(RunFeatures.gradients(folder, session.threads()), staging, skipped);
            return;
        }
        Path file = staging.file(RunFiles.FEATURES);
        if (configuration.choice() == FeatureKind.EMBEDDING) {
            network.embeddings(file);
        } else {
            network.logits(file);
        }
        check(new DenseFeatures(Npy.mapFloats(file), session.threads()), staging, skipped);
    }

    private Skipped check(Features features, Staging staging) {
        Skipped skipped = new Skipped();
        check(features, staging, skipped);
        return skipped;
    }

    private static void check(Features features, Staging staging, Skipped skipped) {
        for (int id = 0; id < features.size(); id++) {
            skipped.addUnlessUsable(id, features.squaredNorm(id));
        }
        noteShape(staging, features.size(), features.dimension());
    }

    private Skipped writePixels(ImageSource pictures, Staging staging) throws IOException {
        session.memory().require("Reading images", MemoryEstimate.pixels(pictures.size()), "use fewer images");
        Skipped skipped = new Skipped();
        Pixels pixels;
        try (TaskProgress progress = session.progress("reading images")) {
            pixels = Pixels.scan(pictures, session.threads(), progress);
        }
        if (configuration.onError() == OnError.FAIL) {
            pixels.requireAllReadable();
        }
        pixels.unreadable().forEach(image -> skipped.add(image.id(), image.reason()));
        try (TaskProgress progress = session.progress("writing features");
                NpyWriter rows = new NpyWriter(staging.file(RunFiles.FEATURES), pixels.size(), pixels.dimension())) {
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
            Npy.write(staging.file(RunFiles.LABELS), labels.get().values());
        }
        SamplesTable table = new SamplesTable(
                Keys.of(source.size(), source::key), labels.map(Labels::values).orElse(null));
        try (OutputStream out = Files.newOutputStream(staging.file(SamplesTable.FILE))) {
            table.write(out);
        }
    }
}
