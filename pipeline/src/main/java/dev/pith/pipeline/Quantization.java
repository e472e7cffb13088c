package dev.pith.pipeline;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.choice.AutoSelection;
import dev.pith.pipeline.choice.ChoiceObstacle;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.pixels.PixelsSettings;
import dev.pith.pipeline.pixels.PixelsStep;
import dev.pith.pipeline.selection.BinsStep;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.quantize.Binning;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dataset Quantization (Zhou et al., ICCV 2023, arXiv 2308.10524) of a source: features, bins, a draw from every bin
 * and, if asked for, the informative patches of the selected images. What is not set is as the command
 * {@code pith quantize} has it. With {@link #auto} a ranking takes the place of bins and draw.
 *
 * <pre>{@code
 * try (Session session = Session.open(Path.of("run"), Messages.NONE)) {
 *     int[] ids = Quantization.of("photos/train").sample(Budget.parse("10%")).perform(session).selection();
 * }
 * }</pre>
 */
public final class Quantization {
    /** The seed of everything random unless told otherwise. */
    public static final String DEFAULT_SEED = "0";

    private final SourceReference source;
    private long seed = Long.parseLong(DEFAULT_SEED);
    private @Nullable FeatureSettings features;
    private @Nullable BinningSettings bins;
    private @Nullable SampleSettings sample;
    private @Nullable PixelsSettings pixels;
    private @Nullable ScoreSettings auto;

    private Quantization(SourceReference source) {
        this.source = source;
    }

    /**
     * Begins with a source.
     *
     * @param source a path, or the name of a built-in data set
     */
    public static Quantization of(String source) {
        return of(SourceReference.of(source));
    }

    /** Begins with a source that is opened with options. */
    public static Quantization of(SourceReference source) {
        return new Quantization(source);
    }

    /** Sets the seed of everything for which no settings are given; 0 if not set. */
    public Quantization seed(long value) {
        seed = value;
        return this;
    }

    /** Sets what samples are compared by; what suits the source if not set, as {@link FeatureSettings#usual} has it. */
    public Quantization features(FeatureSettings settings) {
        features = settings;
        return this;
    }

    /** Sets how they are put into bins; ten by GraphCut if not set, as {@link BinningSettings#usual} has it. */
    public Quantization bins(BinningSettings settings) {
        bins = settings;
        return this;
    }

    /**
     * Sets that no bins are made: the ranking that held-out training samples speak for ({@link AutoSelection}) selects.
     *
     * @param scores how the network behind the features scores the samples, which rankings go by
     */
    public Quantization auto(ScoreSettings scores) {
        auto = scores;
        return this;
    }

    /** Sets which samples are drawn; a tenth if not set. */
    public Quantization sample(SampleSettings settings) {
        sample = settings;
        return this;
    }

    /** Sets how many samples are drawn. */
    public Quantization sample(Budget keep) {
        return sample(SampleSettings.keeping(keep, seed));
    }

    /** Sets that the informative patches of the selected images are kept, and how. */
    public Quantization pixels(PixelsSettings settings) {
        pixels = settings;
        return this;
    }

    /**
     * Does what is not done yet.
     *
     * @throws IllegalArgumentException when the settings do not suit the source
     * @throws dev.pith.PithException when the source, the run or the machine does not allow it
     */
    public Quantized perform(Session session) {
        try (Source opened = source.open(session.messages())) {
            return perform(session, opened);
        }
    }

    /**
     * Does likewise with the source opened already.
     *
     * @param opened what the reference names; closed by the caller
     */
    public Quantized perform(Session session, Source opened) {
        check(opened);
        session.about(opened, source);
        Quantized quantized = auto == null ? quantized(session, opened) : ranked(session, opened, auto);
        if (pixels != null) {
            new PixelsStep(session, opened, pixels).perform();
        }
        return quantized;
    }

    private Quantized quantized(Session session, Source opened) {
        SampleStep sampling = new SampleStep(session, draw(opened)); // refuses before anything is made
        new FeaturesStep(session, opened, compared(opened)).perform();
        Binning made = new BinsStep(session, binning(opened)).perform();
        return new Quantized(made, sampling.perform().selection());
    }

    private Quantized ranked(Session session, Source opened, ScoreSettings scores) {
        if (session.run().manifest().step(Step.BINS).isPresent()) {
            throw new PithException(session.run().directory()
                    + ": holds bins, which its selection is drawn from; give another folder for one without bins");
        }
        new ScoresStep(session, opened, compared(opened), scores).perform();
        Ranking ranking = new AutoSelection(session, ranking(draw(opened))).perform(opened);
        return new Quantized(new Binning(List.of()), ranking.ids());
    }

    private static SelectSettings ranking(SampleSettings draw) {
        return SelectSettings.of(RankingSettings.of(RankingMethod.RANDOM, draw.seed()), draw.keep(), true);
    }

    /** Refuses what a ranking in place of bins has no use for, and sources of which nothing can be held out. */
    private void requireTried(Source opened) {
        boolean texts = opened instanceof RecordSource;
        BinningSettings usual =
                BinningSettings.usual(opened.labels().isPresent(), texts, bins == null ? seed : bins.seed());
        if (bins != null && !bins.equals(usual)) {
            throw new IllegalArgumentException("`method auto` makes no bins: leave out what says how to make them"
                    + " (`bins`, `objective`, `similarity`, `maximizer`, `lambda`, `no-stratify`, `compat`,"
                    + " `shards`)");
        }
        SampleSettings draw = draw(opened);
        if (draw.text() != null || draw.include() != null || draw.exclude() != null) {
            throw new IllegalArgumentException("`method auto` draws from no bins: leave out `include`, `exclude`,"
                    + " `keep-tokens` and `keep-bytes`");
        }
        ChoiceObstacle.refuse(opened, compared(opened), ranking(draw));
    }

    /**
     * Refuses what cannot be, before anything is made.
     *
     * @param opened what the reference names; closed by the caller
     * @throws IllegalArgumentException when the settings do not suit the source
     */
    public void check(Source opened) {
        if (auto == null) {
            binning(opened);
            draw(opened);
        } else {
            requireTried(opened);
        }
    }

    /**
     * Says what {@link #perform} would do and what it needs, and does nothing.
     *
     * @param opened what the reference names; closed by the caller
     * @throws IllegalArgumentException when the settings do not suit the source
     */
    public QuantizationEstimate estimate(Source opened, WorkSettings work) {
        if (auto != null) {
            throw new IllegalArgumentException("`dry-run` estimates bins, and `method auto` makes none; leave it out");
        }
        return QuantizationEstimate.of(opened, compared(opened), binning(opened), draw(opened), work);
    }

    private FeatureSettings compared(Source opened) {
        return features != null ? features : FeatureSettings.usual(opened, FeatureSettings.DEFAULT_KIND, seed);
    }

    private BinningSettings binning(Source opened) {
        boolean texts = opened instanceof RecordSource;
        BinningSettings binning =
                bins != null ? bins : BinningSettings.usual(opened.labels().isPresent(), texts, seed);
        binning.requireFits(opened.size());
        return binning;
    }

    private SampleSettings draw(Source opened) {
        SampleSettings draw = sample != null ? sample : SampleSettings.keeping(SampleSettings.DEFAULT.keep(), seed);
        draw.check(opened);
        return draw;
    }
}
