package dev.pith.pipeline.choice;

import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureImages;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.train.Holdout;
import dev.pith.quantize.Classes;
import dev.pith.run.Step;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The samples of a source that choices are made by, and what a network shows that was trained on the others. Samples
 * are drawn, and the network is trained, when a choice first asks; choices of other sizes ask for the same.
 */
public final class HeldOut implements AutoCloseable {
    private final Session session;
    private final Source source;
    private final @Nullable FeatureKind kind;
    private final long seed;
    private @Nullable Parts parts;
    private @Nullable Path folder;
    private @Nullable Look look;

    /**
     * The parts of the source.
     *
     * @param heldOut ids, of each class as large a share
     * @param pool the other ids that can be trained on, ascending
     * @param all classes of the whole source
     * @param remaining classes of the pool
     */
    record Parts(ImageSet images, int[] heldOut, int[] pool, Classes all, Classes remaining, Look.Training training) {}

    /**
     * Prepares.
     *
     * @param session on a run with scores of the source's images
     * @param kind what methods compare samples by; null for the run's own features
     * @param seed of what is held out, and of the network
     */
    public HeldOut(Session session, Source source, @Nullable FeatureKind kind, long seed) {
        this.session = session;
        this.source = source;
        this.kind = kind;
        this.seed = seed;
    }

    @Nullable
    FeatureKind kind() {
        return kind;
    }

    /** Returns the parts. */
    Parts parts() {
        if (parts == null) {
            parts = draw();
        }
        return parts;
    }

    private Parts draw() {
        FeatureSettings network = ScoresStep.networkOf(
                session,
                FeatureSettings.builder(FeatureSettings.DEFAULT_KIND)
                        .seed(seed)
                        .onError(skips() ? OnError.SKIP : OnError.FAIL)
                        .build());
        ImageSet images = new FeatureImages(session, source, network)
                .open(ImageOptions.DEFAULT.sides(FeatureTraining.LEAST_SIDE, network.mostSide()));
        BitSet out = RunSamples.unusable(session);
        images.unreadable().forEach(image -> out.set(image.id()));
        long[] labels = Arrays.stream(images.labels()).asLongStream().toArray();
        Classes all = Classes.byLabel(labels, out);
        int[] usable =
                IntStream.range(0, images.size()).filter(id -> !out.get(id)).toArray();
        int[] heldOut = Arrays.stream(Holdout.draw(source, ChoiceSettings.heldOut(usable.length), usable, seed)
                        .ids())
                .filter(id -> !out.get(id))
                .toArray();
        Arrays.stream(heldOut).forEach(out::set);
        int[] pool = Arrays.stream(usable).filter(id -> !out.get(id)).toArray();
        String name = session.fullName(
                Objects.requireNonNullElse(network.network(), FeatureTraining.NETWORK), images.shape());
        return new Parts(
                images,
                heldOut,
                pool,
                all,
                Classes.byLabel(labels, out),
                new Look.Training(images, name, RunScores.require(session), seed));
    }

    private boolean skips() {
        return session.run()
                .manifest()
                .step(Step.FEATURES)
                .map(done -> OnError.SKIP.toString().equals(done.configuration().get("on-error")))
                .orElse(false);
    }

    /** Returns what the network shows that was trained on the pool. */
    Look look() {
        if (look == null) {
            Parts of = parts();
            try {
                folder = Files.createTempDirectory("pith-choice");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            look = Look.of(session, of.training(), kind, of.pool(), of.heldOut(), folder);
        }
        return look;
    }

    /** Deletes the files that the look rests on. */
    @Override
    public void close() {
        if (folder != null) {
            Look.delete(folder);
        }
    }
}
