package dev.pith.report;

import java.util.Arrays;

/**
 * How many samples of each class the source, each bin and the selection hold.
 *
 * @param names the classes
 * @param source samples per class
 * @param bins {@code [bin][class]}
 * @param selection samples per class
 * @param largestExcess the largest difference, over bins and classes, between what a bin holds of a class and its share
 *     {@code source[class] * (bin's size) / n}
 */
record ClassBalance(String[] names, int[] source, int[][] bins, int[] selection, double largestExcess) {

    static ClassBalance of(Samples samples) {
        int classes = samples.classNames().length;
        int[] source = new int[classes];
        int[] selection = new int[classes];
        int[][] bins = new int[samples.bins()][classes];
        for (int id = 0; id < samples.size(); id++) {
            int c = samples.classes()[id];
            source[c]++;
            if (samples.selected()[id]) {
                selection[c]++;
            }
            if (samples.bin()[id] != Samples.NO_BIN) {
                bins[samples.bin()[id]][c]++;
            }
        }
        return new ClassBalance(samples.classNames(), source, bins, selection, largestExcess(source, bins));
    }

    private static double largestExcess(int[] source, int[][] bins) {
        double n = Arrays.stream(source).sum();
        double largest = 0;
        for (int[] bin : bins) {
            double size = Arrays.stream(bin).sum();
            for (int c = 0; c < source.length; c++) {
                largest = Math.max(largest, Math.abs(bin[c] - source[c] * size / n));
            }
        }
        return largest;
    }
}
