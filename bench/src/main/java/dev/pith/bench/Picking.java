package dev.pith.bench;

import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.GradientFactors;
import dev.pith.feature.Similarity;
import dev.pith.maximizer.LazyGreedy;
import dev.pith.npy.Npy;
import dev.pith.objective.FacilityLocation;
import dev.pith.objective.PairwiseSimilarity;
import dev.pith.parallel.Threads;
import dev.pith.quantize.BinSizes;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The work itself: from a workload's files to what is picked. */
final class Picking {
    private Picking() {}

    /** Returns the ids in pick order: of every bin, or of the one ranking. */
    static List<int[]> of(Workload workload, Path directory, Threads threads) {
        try (Features features = features(workload.rows(), directory, threads)) {
            return workload == Workload.FACILITY_LOCATION_10K
                    ? List.of(facilityLocation(features, threads))
                    : bins(workload.rows().kind(), features, classes(workload.rows(), directory), threads);
        }
    }

    private static Features features(Rows rows, Path directory, Threads threads) {
        if (rows.kind() == Rows.Kind.GRADIENTS) {
            return new GradientFactors(
                    Npy.mapFloats(directory.resolve("logit_gradients.npy")),
                    Npy.mapFloats(directory.resolve("embeddings.npy")),
                    threads);
        }
        return new DenseFeatures(Npy.mapFloats(directory.resolve("features.npy")), threads);
    }

    private static Classes classes(Rows rows, Path directory) {
        return rows.classes() == 1
                ? Classes.all(rows.count(), new BitSet())
                : Classes.byLabel(Npy.readLongs(directory.resolve("labels.npy")), new BitSet());
    }

    private static List<int[]> bins(Rows.Kind kind, Features features, Classes classes, Threads threads) {
        // Of unit rows the same; signs and rows around a mean are compared as pith compares them, by the cosine.
        Similarity similarity =
                switch (kind) {
                    case SIGNS, DIRECTIONS -> Similarity.COSINE;
                    default -> Similarity.DOT;
                };
        int[][] sizes = BinSizes.balanced(classes.sizes(), Workload.BINS);
        return RecursiveBinning.graphCut(features, classes, sizes, similarity, 1, threads, Progress.NONE)
                .bins()
                .stream()
                .map(Ranking::ids)
                .toList();
    }

    private static int[] facilityLocation(Features features, Threads threads) {
        int[] all = IntStream.range(0, features.size()).toArray();
        PairwiseSimilarity similarity = PairwiseSimilarity.of(features, Similarity.COSINE, all);
        FacilityLocation objective = new FacilityLocation(similarity, MemoryLimit.ofMachine(), threads);
        return new LazyGreedy()
                .maximize(objective, Workload.BUDGET, Progress.NONE)
                .ids();
    }
}
