package dev.pith.cli.option;

import dev.pith.prune.PruningKind;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.View;
import dev.pith.torch.feature.FeatureTraining;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How selections are compared. */
public final class ConditionOptions {
    private static final int STEPS = 500;
    private static final int EPOCHS = 10;

    /** What is equal between trainings. */
    enum ViewChoice {
        STEPS,
        EPOCHS,
        BOTH;

        boolean includes(View view) {
            return this == BOTH || name().equals(view.name());
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
            defaultValue = "3",
            description = "How often each is trained (default: ${DEFAULT-VALUE}); --seed is the first.")
    private int seeds;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            defaultValue = "steps",
            description = "What is equal: steps (every training costs about the same), epochs (every sample is seen as"
                    + " often), or both, one after the other (default: ${DEFAULT-VALUE}).")
    private ViewChoice view;

    @Option(
            names = "--steps",
            paramLabel = "COUNT",
            description = "How often the weights change in the view steps (default: " + STEPS + ").")
    private @Nullable Integer steps;

    @Option(
            names = "--epochs",
            paramLabel = "COUNT",
            description = "How often every sample is seen in the view epochs (default: " + EPOCHS + ").")
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
            defaultValue = "0.05",
            description = "The largest learning rate (default: ${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--prune",
            paramLabel = "KIND",
            split = ",",
            description =
                    "With --view epochs or both: train on each selection, and on everything, once more with samples spared by"
                            + " infobatch (below the mean), infobatch-tiers, random-subsets (anew every epoch) or seta; several"
                            + " with commas between.")
    private List<PruningKind> prunings = List.of();

    @Option(
            names = "--spare",
            paramLabel = "SHARE",
            defaultValue = Conditions.DEFAULT_SPARE,
            description =
                    "The share of the samples that each of --prune but infobatch spares, so that all of them see as"
                            + " many (default: ${DEFAULT-VALUE}).")
    private double spare;

    public List<String> networks() {
        return networks;
    }

    /** Refuses what cannot be, before any work. */
    public void check() {
        conditions(UnaryOperator.identity(), 0);
    }

    /**
     * Returns the conditions.
     *
     * @param fullName knows the networks behind short names
     */
    public Conditions conditions(UnaryOperator<String> fullName, long seed) {
        if (!prunings.isEmpty() && !view.includes(View.EPOCHS)) {
            throw new IllegalArgumentException(
                    "--prune spares samples of an epoch; give it with --view epochs or --view both");
        }
        if (batch != null && batch < 1) {
            throw new IllegalArgumentException("--batch must be at least 1, got " + batch);
        }
        Map<View, Integer> lengths = new EnumMap<>(View.class);
        put(lengths, View.STEPS, steps, STEPS);
        put(lengths, View.EPOCHS, epochs, EPOCHS);
        return new Conditions(
                networks.stream().map(fullName).distinct().toList(),
                seed,
                seeds,
                lengths,
                batch == null ? Conditions.USUAL_BATCH : batch,
                learningRate,
                prunings,
                spare);
    }

    private void put(Map<View, Integer> lengths, View wanted, @Nullable Integer given, int usual) {
        if (view.includes(wanted)) {
            lengths.put(wanted, given == null ? usual : given);
        } else if (given != null) {
            throw new IllegalArgumentException(
                    "--" + wanted + " is for --view " + wanted + " or both, got --view " + view);
        }
    }
}
