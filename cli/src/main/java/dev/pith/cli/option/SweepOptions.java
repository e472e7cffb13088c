package dev.pith.cli.option;

import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.sample.Budget;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which selections an evaluation makes itself. */
public final class SweepOptions {
    @Option(
            names = "--methods",
            paramLabel = "METHOD",
            split = ",",
            completionCandidates = Methods.class,
            description =
                    "Make selections by these methods, with commas between: dq, exchange, and what --method of pith"
                            + " select knows but those by scores or queries of your own; of records of text (--model) also"
                            + " longest, ifd and quality-coverage, by the length of answers. What draws draws anew for every seed; auto chooses for every"
                            + " size.")
    private @Nullable List<EvaluatedMethod> methods;

    @Option(
            names = "--features",
            paramLabel = "KIND",
            split = ",",
            description = "What samples are compared by: gradient, embedding, logits or pixels, or several with commas"
                    + " between (default: gradient, or what the run holds). The network behind them is trained"
                    + " first.")
    private @Nullable List<FeatureKind> features;

    @Option(
            names = "--bins",
            paramLabel = "COUNT",
            split = ",",
            description = "Numbers of bins of dq and exchange (default: " + Sweep.DEFAULT_BINS
                    + "). 1 is GraphCut's ranking, without draw.")
    private @Nullable List<Integer> bins;

    @Option(
            names = "--keep",
            paramLabel = "HOW-MANY",
            split = ",",
            description = "How many samples to keep, each a ratio, a percentage or a count (default: "
                    + Sweep.DEFAULT_KEEP + "%).")
    private @Nullable List<Budget> keeps;

    @Option(
            names = "--selectors",
            paramLabel = "COUNT",
            description = "Networks that look at the samples, each of another seed; each selects for its share of the"
                    + " seeds, and intervals count it once (default: " + Sweep.DEFAULT_SELECTORS + ").")
    private @Nullable Integer selectors;

    /** Returns whether selections are to be made. */
    public boolean isAsked() {
        boolean more = features != null || bins != null || keeps != null || selectors != null;
        if (methods == null && more) {
            throw new IllegalArgumentException("--features, --bins, --keep and --selectors are for --methods");
        }
        return methods != null;
    }

    /** Returns the sweep, where one {@linkplain #isAsked is asked for}. */
    public Sweep sweep(long seed) {
        Sweep usual = Sweep.of(Objects.requireNonNull(methods), seed);
        return new Sweep(
                features,
                usual.methods(),
                bins == null ? usual.bins() : bins,
                keeps == null ? usual.keeps() : keeps,
                selectors == null ? usual.selectors() : selectors,
                seed);
    }

    /** The names of methods, for shells to complete. */
    static final class Methods implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return EvaluatedMethod.names().iterator();
        }
    }
}
