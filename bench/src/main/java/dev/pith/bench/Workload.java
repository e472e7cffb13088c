package dev.pith.bench;

import dev.pith.bench.Rows.Kind;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The works that {@code bench/README.md} reports on. */
enum Workload {
    /** The work that the peers can do as well. */
    GRAPHCUT_5K,
    /** The size of the Alpaca set with rows like text embeddings. */
    GRAPHCUT_52K,
    /** The same size with the hardest rows. */
    GRAPHCUT_52K_ISOTROPIC,
    /** Rows without any structure, as vectors of MinHash have: signs. */
    GRAPHCUT_SIGNS_20K,
    /** The same, more than memory holds all pairs of. */
    GRAPHCUT_SIGNS_100K,
    /** Rows that two dozen directions explain for the most part, the size and shape of those on Spark. */
    GRAPHCUT_500K,
    /** CIFAR-10's shape, gradients of a network with 512 features before its last layer. */
    GRADIENTS_50K,
    /** ImageNet's shape with the features of ViT-B. */
    IMAGENET,
    /** Facility location, 1,000 of 10,000 rows. */
    FACILITY_LOCATION_10K;

    /** Bins in every binning. */
    static final int BINS = 10;

    /** How many samples facility location picks. */
    static final int BUDGET = 1_000;

    Rows rows() {
        return switch (this) {
            case GRAPHCUT_5K -> new Rows(Kind.EMBEDDING, 5_000, 1_536, 1, 1);
            case GRAPHCUT_52K -> new Rows(Kind.EMBEDDING, 52_000, 1_536, 1, 2);
            case GRAPHCUT_52K_ISOTROPIC -> new Rows(Kind.ISOTROPIC, 52_000, 1_536, 1, 3);
            case GRAPHCUT_SIGNS_20K -> new Rows(Kind.SIGNS, 20_000, 128, 1, 7);
            case GRAPHCUT_SIGNS_100K -> new Rows(Kind.SIGNS, 100_000, 128, 1, 8);
            case GRAPHCUT_500K -> new Rows(Kind.DIRECTIONS, 500_000, 256, 1, 9);
            case GRADIENTS_50K -> new Rows(Kind.GRADIENTS, 50_000, 512, 10, 4);
            case IMAGENET -> new Rows(Kind.CLASSES, 1_281_167, 768, 1_000, 5);
            case FACILITY_LOCATION_10K -> new Rows(Kind.EMBEDDING, 10_000, 1_024, 1, 6);
        };
    }

    /** Returns the name on the command line, such as {@code graphcut-5k}. */
    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the workload with this {@link #title()}. */
    static Workload of(String title) {
        return Arrays.stream(values())
                .filter(workload -> workload.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no workload '" + title + "', there are: "
                        + Arrays.stream(values()).map(Workload::title).collect(Collectors.joining(", "))));
    }
}
