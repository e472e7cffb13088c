package dev.pith.cli;

import dev.pith.torch.condense.EvaluationPool;
import dev.pith.torch.condense.EvaluationProtocol;
import dev.pith.torch.condense.SiameseAugmentation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How condensed images are judged. */
final class WorthOptions {
    @Option(
            names = "--eval-nets",
            paramLabel = "POOL|NAME",
            split = ",",
            defaultValue = "S",
            description =
                    "Networks that are trained on the images: names, or the papers' pools, with commas between: S (the"
                            + " condensing network, instances normalized where it is batches), SS (exactly it), M (several kinds), B"
                            + " (batch normalization), W (widths), D (depths), A (activations), P (poolings), N (normalizations)"
                            + " (default: ${DEFAULT-VALUE}).")
    private List<String> pools;

    @Option(
            names = "--eval-seeds",
            paramLabel = "COUNT",
            defaultValue = "3",
            description = "How often each is trained, from new random weights (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(
            names = "--eval-epochs",
            paramLabel = "COUNT",
            defaultValue = "0",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description =
                    "Epochs of these trainings (default: as the papers, 1,000 where images are varied, else 300).")
    private int epochs;

    @Option(
            names = "--all-epochs",
            paramLabel = "COUNT",
            defaultValue = "10",
            description = "Epochs of one training on everything, which the images are compared with as well; 0 for none"
                    + " (default: ${DEFAULT-VALUE}).")
    private int allEpochs;

    @Option(names = "--curve", description = "Judge the images as they were on the way, too.")
    private boolean curve;

    /** Refuses what cannot be, before any work. */
    void check() {
        if (seeds < 1) {
            throw new IllegalArgumentException("--eval-seeds must be at least 1, got " + seeds);
        }
        if (epochs < 0) {
            throw new IllegalArgumentException("--eval-epochs must be at least 1, got " + epochs);
        }
        if (allEpochs < 0) {
            throw new IllegalArgumentException("--all-epochs must be at least 0, got " + allEpochs);
        }
    }

    /**
     * Returns the networks, each once.
     *
     * @param network that condenses
     */
    List<String> networks(String network) {
        Set<String> names = new LinkedHashSet<>();
        for (String pool : pools) {
            names.addAll(EvaluationPool.named(pool, network).orElse(List.of(pool)));
        }
        return List.copyOf(names);
    }

    int seeds() {
        return seeds;
    }

    int allEpochs() {
        return allEpochs;
    }

    boolean curve() {
        return curve;
    }

    /**
     * Returns how is trained.
     *
     * @param augmentation that the images were condensed with
     * @param digits whether they show digits
     * @param rate of the condensation's networks
     */
    EvaluationProtocol protocol(@Nullable SiameseAugmentation augmentation, boolean digits, double rate) {
        return new EvaluationProtocol(augmentation, digits, epochs, rate);
    }
}
