package dev.pith.cli.option;

import dev.pith.pipeline.condense.CondenseSettings;
import dev.pith.pipeline.condense.CondenseStart;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.MatchingDistance;
import dev.pith.torch.condense.SyntheticLabels;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How images are condensed. */
public final class CondenseOptions {
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
            description = "dc (gradient matching), dsa (gradient matching of augmented images), dm (distribution"
                    + " matching, many times faster), mtt (trajectory matching: students follow experts) or ftd (the"
                    + " same with experts on flat trajectories).")
    private CondensationMethod method;

    @Option(
            names = "--ipc",
            paramLabel = "COUNT",
            defaultValue = CondenseSettings.DEFAULT_IMAGES_PER_CLASS,
            description = "Images per class (default: ${DEFAULT-VALUE}).")
    private int imagesPerClass;

    @Option(
            names = "--net",
            paramLabel = "NAME",
            defaultValue = CondenseSettings.DEFAULT_NETWORK,
            description =
                    "The network that looks, thousands of times with new random weights, or of experts and students"
                            + " (default: ${DEFAULT-VALUE}; convnet-width32 takes a tenth of the time).")
    private String network;

    @Option(
            names = "--iterations",
            paramLabel = "COUNT",
            description =
                    "For how many networks or students the images are improved (default: dc and dsa 1,000, dm 20,000,"
                            + " mtt and ftd 5,000, as the papers).")
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
            defaultValue = CondenseStart.DEFAULT_TEXT,
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
                    "All but dc: how real and learned images are varied alike: color, crop, cutout, flip, scale, rotate"
                            + " joined by _, or none (default: all of them).")
    private @Nullable String strategy;

    @Option(
            names = "--dsa-mode",
            paramLabel = "MODE",
            description = "All but dc: S for one of the parts at a time, M for all of them (default: S).")
    private @Nullable DsaMode mode;

    @Option(
            names = "--real-batch",
            paramLabel = "COUNT",
            defaultValue = Condensation.DEFAULT_REAL_BATCH,
            description = "Real images of a class to compare with (default: ${DEFAULT-VALUE}).")
    private int realBatch;

    @Option(
            names = "--lr-img",
            paramLabel = "RATE",
            description = "Learning rate of the images (default: dc and dsa 0.1, dm 1, mtt and ftd 1000).")
    private @Nullable Double imageRate;

    @Option(
            names = "--lr-net",
            paramLabel = "RATE",
            defaultValue = Condensation.DEFAULT_NETWORK_RATE,
            description = "Learning rate of the networks (not of dm); that of students at first (default:"
                    + " ${DEFAULT-VALUE}).")
    private double networkRate;

    @Option(
            names = "--trajectories",
            paramLabel = "RUN",
            description =
                    "The run of pith experts that students follow, or which teach (default: experts of this run, which are"
                            + " trained first where there are none).")
    private @Nullable Path experts;

    @Option(
            names = "--zca",
            description = "mtt, ftd: whiten the images first (ZCA), as the papers do with CIFAR; experts must be"
                    + " whitened, too.")
    private boolean whiten;

    @Option(
            names = "--student-steps",
            paramLabel = "COUNT",
            description = "mtt, ftd: steps that a student takes (default: 20, as in the authors' program).")
    private @Nullable Integer studentSteps;

    @Option(
            names = "--expert-epochs",
            paramLabel = "COUNT",
            description =
                    "mtt, ftd: after how many of the expert's epochs it should be where it ends (default: 3, likewise).")
    private @Nullable Integer expertEpochs;

    @Option(
            names = "--max-start",
            paramLabel = "EPOCH",
            description = "mtt, ftd: students start before this epoch of an expert (default: 25, likewise).")
    private @Nullable Integer maxStart;

    @Option(
            names = "--min-start",
            paramLabel = "EPOCH",
            description = "mtt, ftd: students start after at least so many epochs of an expert (default: from its first"
                    + " weights).")
    private @Nullable Integer minStart;

    @Option(
            names = "--easy-first",
            description =
                    "mtt, ftd: students start early at first; the latest start grows to --max-start over the first"
                            + " half of the iterations, as DATM orders it.")
    private boolean easyFirst;

    @Option(
            names = "--syn-batch",
            paramLabel = "COUNT",
            description = "mtt, ftd: learned images of a student's step (default: all of them).")
    private @Nullable Integer studentBatch;

    @Option(
            names = "--lr-lr",
            paramLabel = "RATE",
            description =
                    "mtt, ftd: learning rate of the students' learning rate; 0 keeps that (default: 0.00001, likewise).")
    private @Nullable Double rateRate;

    @Option(
            names = "--factor",
            paramLabel = "COUNT",
            defaultValue = CondenseSettings.DEFAULT_FACTOR,
            description =
                    "dc, dsa, dm: each image holds so many small ones a side, which networks see scaled up; 2 makes"
                            + " four images of the bytes of one (default: ${DEFAULT-VALUE}).")
    private int factor;

    @Option(
            names = "--soft-labels",
            paramLabel = "WHOSE",
            description = "What networks learn of the images in place of their classes: learned (mtt, ftd: with the"
                    + " images), or teacher (what experts say of them at the end).")
    private @Nullable SyntheticLabels labels;

    @Option(
            names = "--lr-labels",
            paramLabel = "RATE",
            description = "mtt, ftd: learning rate of learned labels (default: 1 for all networks).")
    private @Nullable Double labelRate;

    @Option(
            names = "--ema",
            paramLabel = "SHARE",
            description = "mtt, ftd: write a running average of the images, of which each iteration keeps so much"
                    + " (default: mtt 0, which is none, ftd 0.9995).")
    private @Nullable Double average;

    /** Returns the run whose experts students follow, or null for this run's. */
    public @Nullable Path experts() {
        return experts;
    }

    /**
     * Returns the settings.
     *
     * @param groups of classes, condensed one after another
     * @param classOrder seed of the order of classes, or null
     * @throws IllegalArgumentException when options contradict each other, or a value is out of range
     */
    public CondenseSettings settings(int groups, @Nullable Long classOrder, long seed) {
        return CondenseSettings.builder(method)
                .network(network)
                .imagesPerClass(imagesPerClass)
                .iterations(iterations)
                .outer(outer)
                .inner(inner)
                .distance(distance)
                .strategy(strategy)
                .allParts(mode == null ? null : mode == DsaMode.M)
                .realBatch(realBatch)
                .imageRate(imageRate)
                .networkRate(networkRate)
                .studentSteps(studentSteps)
                .expertEpochs(expertEpochs)
                .minStart(minStart)
                .maxStart(maxStart)
                .easyFirst(easyFirst)
                .studentBatch(studentBatch)
                .rateRate(rateRate)
                .labelRate(labelRate)
                .labels(labels == null ? SyntheticLabels.HARD : labels)
                .average(average)
                .factor(factor)
                .start(start)
                .groups(groups)
                .classOrder(classOrder)
                .whiten(whiten)
                .seed(seed)
                .build();
    }
}
