package dev.pith.pipeline;

import dev.pith.data.Source;
import dev.pith.pipeline.pixels.PretrainSettings;
import dev.pith.pipeline.pixels.PretrainStep;
import dev.pith.pipeline.pixels.Pretrained;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.train.PruningSettings;
import org.jspecify.annotations.Nullable;

/**
 * A training of a masked autoencoder on the images of a source (He et al., CVPR 2022, arXiv 2111.06377), and how well
 * it rebuilds images that it has not seen. What is not set, or set to null, is as the command {@code pith pretrain-mae}
 * has it.
 */
public final class Pretraining extends SourceWork<Pretrained> {
    private @Nullable String test;
    private PretrainSettings settings = PretrainSettings.DEFAULT;
    private PruningSettings pruning = PruningSettings.DEFAULT;
    private OnError onError = OnError.FAIL;
    private long seed = Long.parseLong(Quantization.DEFAULT_SEED);
    private @Nullable Integer saveEvery;

    private Pretraining(SourceReference source) {
        super(source);
    }

    /**
     * Begins with a source.
     *
     * @param source a path, or the name of a built-in data set
     */
    public static Pretraining of(String source) {
        return of(SourceReference.of(source));
    }

    /** Begins with a source that is opened with options. */
    public static Pretraining of(SourceReference source) {
        return new Pretraining(source);
    }

    /**
     * Sets the images to see by how well it rebuilds; if not set the test part of the source, or some that are not
     * trained on.
     */
    public Pretraining test(@Nullable String other) {
        test = other;
        return this;
    }

    /** Sets how is trained. */
    public Pretraining settings(PretrainSettings how) {
        settings = how;
        return this;
    }

    /** Sets what each epoch sees. */
    public Pretraining pruning(PruningSettings how) {
        pruning = how;
        return this;
    }

    /** Sets what is done with images that cannot be read. */
    public Pretraining onError(OnError what) {
        onError = what;
        return this;
    }

    /** Sets the seed; 0 if not set. */
    public Pretraining seed(long value) {
        seed = value;
        return this;
    }

    /** Sets after how many epochs is saved what a killed training goes on from; about every minute if not set. */
    public Pretraining saveEvery(@Nullable Integer epochs) {
        saveEvery = epochs;
        return this;
    }

    @Override
    public Pretrained perform(Session session, Source opened) {
        try (Source seenBy =
                source.test(test).map(other -> other.open(session.messages())).orElse(null)) {
            session.about(opened, source);
            return new PretrainStep(session, opened, seenBy, settings, pruning, onError, seed).perform(saveEvery);
        }
    }
}
