package dev.pith.pipeline.pixels;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.AccuracyTable;
import dev.pith.pipeline.train.TestImages;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.evaluate.Embeddings;
import dev.pith.torch.evaluate.LinearProbe;
import dev.pith.torch.evaluate.TunedProbe;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.AutoencoderSpec;
import dev.pith.torch.network.EncoderNetwork;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.MaskedAutoencoder;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Weights;
import dev.pith.torch.train.Evaluation;
import dev.pith.torch.train.LabelledImages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code probe}: a linear classifier on what the encoder of a run's masked autoencoder makes of images, which
 * shows what was learned without labels; or a classifier whose encoder learns on.
 */
public final class ProbeStep {
    private final Session session;
    private final @Nullable String test;
    private final @Nullable Integer epochs;
    private final long seed;

    /**
     * Prepares the step for a run that holds a masked autoencoder.
     *
     * @param test labelled images to test on, as a user names them; null for the test part of the run's source
     * @param epochs that encoder and classifier learn together for, at least 1; null for the classifier alone
     */
    public ProbeStep(Session session, @Nullable String test, @Nullable Integer epochs, long seed) {
        if (epochs != null && epochs < 1) {
            throw new IllegalArgumentException("`finetune` must be at least 1 epoch, got " + epochs);
        }
        this.session = session;
        this.test = test;
        this.epochs = epochs;
        this.seed = seed;
    }

    /**
     * Trains and tests the classifier, unless that is done.
     *
     * @throws PithException when the run holds no masked autoencoder, its source has no labels, or there is nothing to
     *     test on
     */
    public Probed perform() {
        session.run().require(Step.PRETRAIN, "pith pretrain-mae");
        try (Source source = session.reopenSource();
                Source other = TestImages.require(session, test)) {
            if (source.labels().isEmpty()) {
                throw new PithException(source.name() + ": has no labels, and a linear classifier learns from labels;"
                        + " train the masked autoencoder on labelled images, which it does not look at");
            }
            Map<String, String> map = new LinkedHashMap<>();
            map.put("test", other.name());
            map.put("test fingerprint", other.fingerprint());
            map.put("seed", Long.toString(seed));
            if (epochs != null) {
                map.put(Probed.EPOCHS, epochs.toString());
            }
            session.perform(Step.PROBE, map, staging -> probe(source, other, staging));
        }
        return Probed.of(session.run());
    }

    private void probe(Source source, Source other, Staging staging) throws IOException {
        StateDict weights = Checkpoints.read(session.file(RunFiles.AUTOENCODER));
        AutoencoderSpec spec = AutoencoderSpec.of(weights);
        InputShape input = spec.input();
        ImageOptions options = ImageOptions.DEFAULT
                .shape(input.channels(), input.height(), input.width())
                .normalization(spec.mean(), spec.std());
        ImageSet images = Images.open(session, source, options, true);
        images.requireEveryClass();
        LabelledImages training = LabelledImages.of(images);
        LabelledImages tests = LabelledImages.of(TestImages.open(session, other, images, true));
        MaskedAutoencoder autoencoder = Weights.open(weights, spec);
        Evaluation result =
                epochs == null ? linear(autoencoder, training, tests) : tuned(autoencoder, training, tests, epochs);
        Files.writeString(staging.file(RunFiles.PROBE), AccuracyTable.of(result, images.classNames()));
        staging.note(Probed.TRAINED, Integer.toString(training.size()));
        staging.note(Probed.TESTED, Integer.toString(tests.size()));
        staging.note(Probed.ACCURACY, String.format(Locale.ROOT, "%.4f", result.accuracy()));
    }

    private Evaluation tuned(MaskedAutoencoder autoencoder, LabelledImages training, LabelledImages tests, int count) {
        try (Network network = new EncoderNetwork(autoencoder, training.classes(), seed);
                TaskProgress progress = session.progress("fine-tuning")) {
            return TunedProbe.of(network, training, tests, count, seed, session.threads(), progress);
        }
    }

    private Evaluation linear(MaskedAutoencoder opened, LabelledImages training, LabelledImages tests) {
        try (MaskedAutoencoder autoencoder = opened;
                TaskProgress progress = session.progress("probing")) {
            Embeddings known = Embeddings.of(autoencoder::embed, training, training.size(), session.threads());
            Embeddings unknown = Embeddings.of(autoencoder::embed, tests, tests.size(), session.threads());
            progress.onStep(1, 2);
            Evaluation result = LinearProbe.of(
                    known, labels(training), unknown, labels(tests), training.classes(), seed, session.threads());
            progress.onStep(2, 2);
            return result;
        }
    }

    private static int[] labels(LabelledImages images) {
        return IntStream.range(0, images.size()).map(images::label).toArray();
    }
}
