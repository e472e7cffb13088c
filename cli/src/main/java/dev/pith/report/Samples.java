package dev.pith.report;

/**
 * What a run says about its samples, a column each, position equal to id.
 *
 * @param bin the bin of each sample, or {@link #NO_BIN}
 * @param rank the position in its bin's pick order, meaningless without a bin
 * @param gain the gain it was picked with, NaN where there is none
 * @param selected whether the selection holds it
 * @param classes the class of each sample, from 0; all 0 without labels
 * @param classNames the name of each class, empty without labels
 */
record Samples(int[] bin, int[] rank, double[] gain, boolean[] selected, int[] classes, String[] classNames) {
    static final int NO_BIN = -1;

    int size() {
        return bin.length;
    }

    boolean labelled() {
        return classNames.length > 0;
    }

    int bins() {
        int bins = 0;
        for (int b : bin) {
            bins = Math.max(bins, b + 1);
        }
        return bins;
    }

    int selectedCount() {
        int count = 0;
        for (boolean s : selected) {
            count += s ? 1 : 0;
        }
        return count;
    }
}
