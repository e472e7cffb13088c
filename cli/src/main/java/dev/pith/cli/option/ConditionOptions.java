package dev.pith.cli.option;

import dev.pith.pipeline.language.AnswerSettings;
import dev.pith.prune.PruningKind;
import dev.pith.sample.Budget;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.View;
import dev.pith.torch.feature.FeatureTraining;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How selections are compared. */
public final class ConditionOptions {
    /** What is equal between trainings. */
    enum ViewChoice {
        STEPS,
        EPOCHS,
        BOTH;

        Set<View> views() {
            return this == BOTH ? EnumSet.of(View.STEPS, View.EPOCHS) : EnumSet.of(View.valueOf(name()));
        }

        /** Returns the word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--net",
            paramLabel = "NAME",
            split = ",",
            defaultValue = FeatureTraining.NETWORK,
            description = "Networks to train, with commas between (default: ${DEFAULT-VALUE}).")
    private List<String> networks;

    @Option(
            names = "--seeds",
            paramLabel = "COUNT",
            defaultValue = Conditions.DEFAULT_SEEDS,
            description = "How often each is trained (default: ${DEFAULT-VALUE}); --seed is the first.")
    private int seeds;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            defaultValue = Conditions.DEFAULT_VIEW,
            description = "What is equal: steps (every training costs about the same), epochs (every sample is seen as"
                    + " often), or both, one after the other (default: ${DEFAULT-VALUE}).")
    private ViewChoice view;

    @Option(
            names = "--steps",
            paramLabel = "COUNT",
            description = "How often the weights change in the view steps (default: " + Conditions.DEFAULT_STEPS + ").")
    private @Nullable Integer steps;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            description =
                    "How often every sample is seen in the view epochs (default: " + Conditions.DEFAULT_EPOCHS + ").")
    private @Nullable Integer epochs;

    @Option(
            names = "--batch",
            paramLabel = "COUNT",
            description =
                    "Samples in a batch (default: 64 in the view steps; in the view epochs 128, or 16 for a tenth of the"
                            + " source or less).")
    private @Nullable Integer batch;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            description = "The largest learning rate (default: " + Conditions.DEFAULT_LEARNING_RATE
                    + "; of a language model what suits it).")
    private @Nullable Double learningRate;

    @Option(
            names = "--prune",
            paramLabel = "KIND",
            split = ",",
            description =
                    "With --view epochs or both: train on each selection, and on everything, once more with samples spared by"
                            + " infobatch (below the mean), infobatch-tiers, random-subsets (anew every epoch) or seta; several"
                            + " with commas between.")
    private List<PruningKind> prunings = List.of();

    @Mixin
    private SpareOption spare;

    /** Returns how a language model is trained. */
    public AnswerSettings answers(String model, @Nullable Budget holdout, long seed) {
        AnswerSettings usual = AnswerSettings.of(model, seed);
        return new AnswerSettings(
                model, epochs, batch, learningRate, seeds, holdout == null ? usual.holdout() : holdout, seed);
    }

    /**
     * Returns the conditions.
     *
     * @throws IllegalArgumentException when options contradict each other, or a value is out of range
     */
    public Conditions conditions(long seed) {
        return Conditions.builder()
                .networks(networks)
                .firstSeed(seed)
                .seeds(seeds)
                .views(view.views())
                .steps(steps)
                .epochs(epochs)
                .batch(batch)
                .learningRate(
                        learningRate == null ? Double.parseDouble(Conditions.DEFAULT_LEARNING_RATE) : learningRate)
                .prunings(prunings)
                .spare(spare.value())
                .build();
    }
}
