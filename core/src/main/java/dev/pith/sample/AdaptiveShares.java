package dev.pith.sample;

import dev.pith.feature.Features;
import dev.pith.feature.Moments;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Shares of bins by what they are like, after Adaptive Dataset Quantization (ADQ; Li et al., AAAI 2025, arXiv
 * 2412.16895): {@code share = ALPHA * importance + (1 - ALPHA) * size / n}, importance the sum of a representativeness
 * and a diversity, both normalized over the bins.
 *
 * <p>That formula is the paper's. Its two scores look at images (edges by a Sobel filter) and at a network that is
 * trained for them by contrast, and its code has their outcome for CIFAR-10 as ten constants. Here both are of the
 * features, so that every source has them. In a class, with unit rows:
 *
 * <ul>
 *   <li>representativeness of a bin: the mean of its samples' similarity {@code (1 + cos) / 2} to the class's mean;
 *   <li>diversity: the mean of {@code (1 - cos) / 2} over its pairs, 0 for a single sample.
 * </ul>
 *
 * <p>A bin's scores are the means over its samples of those of their classes. Each is divided by its sum over the bins
 * (all alike when that is 0), and importance is half of one plus half of the other, so that shares add up to 1. One
 * inner product per sample; sums go by id, so that threads change nothing.
 */
public final class AdaptiveShares {
    private static final double ALPHA = 0.5;

    private AdaptiveShares() {}

    /**
     * Returns the share of every bin; that of an empty one is 0.
     *
     * @param classes whose ids have features with a direction
     * @throws IllegalArgumentException when no bin holds a sample
     */
    public static double[] of(Binning binning, Classes classes, Features features, Threads threads) {
        int[] binOf = binning.binOf(features.size());
        int bins = binning.bins().size();
        Cell[][] cells = new Cell[classes.count()][];
        threads.forEach(cells.length, c -> cells[c] = cells(classes.ids()[c], binOf, bins, features));
        double[] sizes = new double[bins];
        double[] representativeness = new double[bins];
        double[] diversity = new double[bins];
        for (int k = 0; k < bins; k++) {
            for (Cell[] ofClass : cells) {
                sizes[k] += ofClass[k].size;
                representativeness[k] += ofClass[k].size * ofClass[k].representativeness;
                diversity[k] += ofClass[k].size * ofClass[k].diversity;
            }
            representativeness[k] /= Math.max(1, sizes[k]);
            diversity[k] /= Math.max(1, sizes[k]);
        }
        double n = Arrays.stream(sizes).sum();
        if (n == 0) {
            throw new IllegalArgumentException("there are no samples in bins to share a selection among");
        }
        double[] representative = normalized(representativeness, sizes);
        double[] diverse = normalized(diversity, sizes);
        double[] shares = new double[bins];
        Arrays.setAll(shares, k -> ALPHA * (representative[k] + diverse[k]) / 2 + (1 - ALPHA) * (sizes[k] / n));
        return shares;
    }

    /** Returns scores that add up to 1; of an empty bin 0. */
    private static double[] normalized(double[] scores, double[] sizes) {
        double sum = Arrays.stream(scores).sum();
        long filled = Arrays.stream(sizes).filter(size -> size > 0).count();
        return IntStream.range(0, scores.length)
                .mapToDouble(k -> sum > 0 ? scores[k] / sum : sizes[k] > 0 ? 1.0 / filled : 0)
                .toArray();
    }

    /** What the samples of one class in one bin are like. */
    private record Cell(int size, double representativeness, double diversity) {}

    private static Cell[] cells(int[] ids, int[] binOf, int bins, Features features) {
        Moments[] sums = new Moments[bins];
        int[] sizes = new int[bins];
        Arrays.setAll(sums, k -> new Moments(features.dimension()));
        for (int id : ids) {
            if (binOf[id] >= 0) {
                sums[binOf[id]].add(features, Similarity.COSINE, id);
                sizes[binOf[id]]++;
            }
        }
        Moments ofClass = new Moments(features.dimension());
        for (Moments sum : sums) {
            ofClass.add(sum);
        }
        double length = Math.sqrt(dot(ofClass, ofClass));
        Cell[] cells = new Cell[bins];
        for (int k = 0; k < bins; k++) {
            double size = sizes[k];
            double towards = size == 0 || length == 0 ? 0 : dot(sums[k], ofClass) / (size * length);
            double alike = size < 2 ? 1 : (dot(sums[k], sums[k]) - size) / (size * (size - 1));
            cells[k] = new Cell(sizes[k], size == 0 ? 0 : 0.5 + 0.5 * towards, Math.max(0, 0.5 - 0.5 * alike));
        }
        return cells;
    }

    private static double dot(Moments a, Moments b) {
        double sum = 0;
        for (int j = 0; j < a.vector().length; j++) {
            sum += a.vector()[j] * b.vector()[j];
        }
        return sum;
    }
}
