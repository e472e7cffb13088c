package dev.pith.cli.option;

import dev.pith.pipeline.condense.CondenseSettings;
import dev.pith.pipeline.condense.CondenseStart;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.Loops;
import dev.pith.torch.condense.MatchingDistance;
import dev.pith.torch.condense.SiameseAugmentation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How images are condensed. */
public final class CondenseOptions {
    private static final String NO_STRATEGY = "none";

    /** How many parts of a strategy one comparison applies. */
    enum DsaMode {
        /** One, drawn. */
        S,
        /** All. */
        M
    }

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            required = true,
            description = "dc (gradient matching), dsa (gradient matching of augmented images) or dm (distribution"
                    + " matching, many times faster).")
    private CondensationMethod method;

    @Option(
            names = "--ipc",
            paramLabel = "COUNT",
            defaultValue = "1",
            description = "Images per class (default: ${DEFAULT-VALUE}).")
    private int imagesPerClass;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            defaultValue = CondenseSettings.DEFAULT_NETWORK,
            description =
                    "The network that looks, thousands of times with new random weights (default: ${DEFAULT-VALUE};"
                            + " convnet-width32 takes a tenth of the time).")
    private String network;

    @Option(
            names = "--iterations",
            paramLabel = "COUNT",
            description =
                    "For how many networks, each with new random weights, the images are improved (default: dc and dsa"
                            + " 1,000, dm 20,000, as the papers).")
    private @Nullable Integer iterations;

    @Option(
            names = "--outer",
            paramLabel = "COUNT",
            description = "dc, dsa: how often the images change with one network (default: by --ipc, as the papers).")
    private @Nullable Integer outer;

    @Option(
            names = "--inner",
            paramLabel = "COUNT",
            description =
                    "dc, dsa: epochs for which the network is trained on the images after each change (default: by"
                            + " --ipc, as the papers).")
    private @Nullable Integer inner;

    @Option(
            names = "--init",
            paramLabel = "START",
            defaultValue = "real",
            description =
                    "What the images are at first: noise, real (drawn at random) or selection:RUN, the first of each"
                            + " class that a run selected (default: ${DEFAULT-VALUE}).")
    private CondenseStart start;

    @Option(
            names = "--distance",
            paramLabel = "NAME",
            description = "dc, dsa: how gradients are compared: ours (the papers'), mse or cos (default: ours).")
    private @Nullable MatchingDistance distance;

    @Option(
            names = "--dsa-strategy",
            paramLabel = "PARTS",
            description =
                    "dsa, dm: how real and learned images are varied alike: color, crop, cutout, flip, scale, rotate"
                            + " joined by _, or none (default: all of them).")
    private @Nullable String strategy;

    @Option(
            names = "--dsa-mode",
            paramLabel = "MODE",
            description = "dsa, dm: S for one of the parts at a time, M for all of them (default: S).")
    private @Nullable DsaMode mode;

    @Option(
            names = "--real-batch",
            paramLabel = "COUNT",
            defaultValue = "256",
            description = "Real images of a class to compare with (default: ${DEFAULT-VALUE}).")
    private int realBatch;

    @Option(
            names = "--lr-img",
            paramLabel = "RATE",
            description = "Learning rate of the images (default: dc and dsa 0.1, dm 1).")
    private @Nullable Double imageRate;

    @Option(
            names = "--lr-net",
            paramLabel = "RATE",
            defaultValue = "0.01",
            description = "dc, dsa: learning rate of the networks (default: ${DEFAULT-VALUE}).")
    private double networkRate;

    /**
     * Returns the settings.
     *
     * @param groups of classes, condensed one after another
     * @throws IllegalArgumentException when options contradict each other, or a value is out of range
     */
    public CondenseSettings settings(int groups, long seed) {
        if (!method.matchesGradients() && (outer != null || inner != null || distance != null)) {
            throw new IllegalArgumentException("--outer, --inner and --distance are for dc and dsa, got dm");
        }
        if (!method.augments() && (strategy != null || mode != null)) {
            throw new IllegalArgumentException("--dsa-strategy and --dsa-mode are for dsa and dm, got dc");
        }
        atLeastOne("--ipc", imagesPerClass);
        atLeastOne("--real-batch", realBatch);
        Condensation usual = Condensation.usual(method, network, imagesPerClass, seed);
        Loops loops = usual.loops();
        Condensation plan = new Condensation(
                method,
                network,
                imagesPerClass,
                iterations == null ? usual.iterations() : atLeastOne("--iterations", iterations),
                new Loops(
                        outer == null ? loops.outer() : atLeastOne("--outer", outer),
                        inner == null ? loops.inner() : atLeastOne("--inner", inner)),
                distance == null ? usual.distance() : distance,
                augmentation(),
                realBatch,
                usual.trainBatch(),
                imageRate == null ? usual.imageRate() : positive("--lr-img", imageRate),
                positive("--lr-net", networkRate),
                seed);
        return new CondenseSettings(plan, start, groups);
    }

    private @Nullable SiameseAugmentation augmentation() {
        if (!method.augments() || NO_STRATEGY.equals(strategy)) {
            return null;
        }
        return new SiameseAugmentation(strategy == null ? SiameseAugmentation.USUAL : strategy, mode == DsaMode.M);
    }

    private static int atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be at least 1, got " + value);
        }
        return value;
    }

    private static double positive(String option, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(option + " must be a positive number, got " + value);
        }
        return value;
    }
}
