package dev.pith.torch.condense;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The groups of networks that the papers evaluate condensed images by. */
public final class EvaluationPool {
    private static final Map<String, List<String>> POOLS = new TreeMap<>(Map.of(
            "M", List.of("mlp", "convnet", "lenet", "alexnet", "vgg11", "resnet18-in"),
            "B", List.of("convnet-batchnorm", "convnet-swish-batchnorm", "alexnet-bn", "vgg11-bn", "resnet18-bn"),
            "W", List.of("convnet-width32", "convnet-width64", "convnet", "convnet-width256"),
            "D", List.of("convnet-depth1", "convnet-depth2", "convnet-depth3", "convnet-depth4"),
            "A", List.of("convnet-sigmoid", "convnet-relu", "convnet-leakyrelu", "convnet-swish"),
            "P", List.of("convnet-pool-none", "convnet-pool-maxpooling", "convnet-pool-avgpooling"),
            "N",
                    List.of(
                            "convnet-none",
                            "convnet-batchnorm",
                            "convnet-layernorm",
                            "convnet-instancenorm",
                            "convnet-groupnorm")));

    private static final String SELF = "S";
    private static final String EXACT_SELF = "SS";

    private EvaluationPool() {}

    /**
     * Returns the networks of a pool, by their full names.
     *
     * @param pool S (the network itself, normalized by instances if it is by batches), SS (itself exactly), M (several
     *     kinds), B (normalized by batches), W (widths), D (depths), A (activations), P (poolings)
     *     or N (normalizations)
     * @param network that the images are condensed with
     * @return nothing when there is no such pool
     */
    public static Optional<List<String>> named(String pool, String network) {
        return switch (pool) {
            case SELF -> Optional.of(List.of(withoutBatches(network)));
            case EXACT_SELF -> Optional.of(List.of(network));
            default -> Optional.ofNullable(POOLS.get(pool));
        };
    }

    /** Returns the names of all pools. */
    public static List<String> names() {
        return List.of(SELF, EXACT_SELF, "M", "B", "W", "D", "A", "P", "N");
    }

    private static String withoutBatches(String network) {
        if (network.startsWith("convnet-")) {
            String[] parts = network.split("-(?=batchnorm)|(?<=batchnorm)-", -1);
            return String.join(
                    "-",
                    Arrays.stream(parts)
                            .filter(part -> !part.equals("batchnorm"))
                            .toList());
        }
        if (network.startsWith("resnet") && network.endsWith("-bn")) {
            return network.replaceFirst("(-ap)?-bn$", "-in");
        }
        return network.replaceFirst("-bn$", "");
    }
}
