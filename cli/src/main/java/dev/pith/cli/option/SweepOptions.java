package dev.pith.cli.option;

import dev.pith.pipeline.evaluate.ComparedMethod;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.sample.Budget;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which selections an evaluation makes itself. */
public final class SweepOptions {
    private static final String DEFAULT_BINS = "10";
    private static final String DEFAULT_KEEP = "10%";

    @Option(
            names = "--methods",
            paramLabel = "METHOD",
            split = ",",
            description =
                    "Make selections by these methods, with commas between: dq, exchange, and what --method of pith"
                            + " select knows but score.")
    private @Nullable List<ComparedMethod> methods;

    @Option(
            names = "--features",
            paramLabel = "KIND",
            split = ",",
            description =
                    "Compare samples by gradient, embedding, or first one and then the other; or by logits or pixels"
                            + " (default: gradient, or what the run holds). The network behind them is trained first.")
    private @Nullable List<FeatureKind> features;

    @Option(
            names = "--bins",
            paramLabel = "COUNT",
            split = ",",
            description = "Numbers of bins of dq and exchange (default: " + DEFAULT_BINS
                    + "). 1 is GraphCut's ranking, without draw.")
    private @Nullable List<Integer> bins;

    @Option(
            names = "--keep",
            paramLabel = "HOW-MANY",
            split = ",",
            description = "How many samples to keep, each a ratio, a percentage or a count (default: 10%%).")
    private @Nullable List<Budget> keeps;

    /** Returns whether selections are to be made. */
    public boolean isAsked() {
        if (methods == null && (features != null || bins != null || keeps != null)) {
            throw new IllegalArgumentException("--features, --bins and --keep are for --methods");
        }
        return methods != null;
    }

    /** Returns the features that a run of a source needs. */
    public FeatureKind ofSource() {
        if (List.of(ComparedMethod.RANDOM).equals(methods)) {
            return FeatureKind.PIXELS; // nothing is compared, so the quickest will do
        }
        if (features == null || features.contains(FeatureKind.GRADIENT)) {
            return FeatureKind.GRADIENT; // of which embeddings are a factor
        }
        return features.get(0);
    }

    /**
     * Returns the sweep.
     *
     * @param held the kind of features that the run holds
     */
    public Sweep sweep(@Nullable String held, long seed) {
        List<FeatureKind> kinds = features != null ? features : List.of(choice(held));
        return new Sweep(
                kinds,
                methods,
                bins == null ? List.of(Integer.valueOf(DEFAULT_BINS)) : bins,
                keeps == null ? List.of(Budget.parse(DEFAULT_KEEP)) : keeps,
                seed);
    }

    private static FeatureKind choice(@Nullable String held) {
        return Arrays.stream(FeatureKind.values())
                .filter(choice -> choice.toString().equals(held))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the features of the run are of its source, which holds no images to train on"));
    }
}
