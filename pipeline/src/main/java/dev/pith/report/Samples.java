package dev.pith.report;

import dev.pith.run.SamplesTable;
import java.util.Arrays;
import java.util.List;

/**
 * What a run says about its samples, a column each, position equal to id.
 *
 * @param bin the bin of each sample, or {@link #NO_BIN}; a ranking is one bin
 * @param rank the position in its bin's pick order, meaningless without a bin
 * @param gain the gain it was picked with, NaN where there is none
 * @param selected whether the selection holds it
 * @param classes the class of each sample, from 0; all 0 without labels
 * @param classNames the name of each class, empty without labels
 */
public record Samples(int[] bin, int[] rank, double[] gain, boolean[] selected, int[] classes, String[] classNames) {
    /** The bin of a sample that is in none. */
    public static final int NO_BIN = -1;

    /**
     * Takes over the columns of a run's table.
     *
     * @param ranking whether ranks are those of one ranking, without bins
     * @param names the names of the classes, by label when labels are 0 to C - 1
     */
    public static Samples of(SamplesTable table, boolean ranking, List<String> names) {
        int n = table.size();
        int[] bin = table.bin;
        if (ranking) {
            bin = Arrays.stream(table.rank)
                    .map(rank -> rank == SamplesTable.NONE ? NO_BIN : 0)
                    .toArray();
        }
        boolean[] selected = table.selected == null ? new boolean[n] : table.selected;
        if (table.label == null) {
            return new Samples(bin, table.rank, table.gain, selected, new int[n], new String[0]);
        }
        long[] labels = Arrays.stream(table.label).distinct().sorted().toArray();
        int[] classes = Arrays.stream(table.label)
                .mapToInt(label -> Arrays.binarySearch(labels, label))
                .toArray();
        String[] classNames = Arrays.stream(labels)
                .mapToObj(label -> label >= 0 && label < names.size() ? names.get((int) label) : Long.toString(label))
                .toArray(String[]::new);
        return new Samples(bin, table.rank, table.gain, selected, classes, classNames);
    }

    /** Returns n. */
    public int size() {
        return bin.length;
    }

    /** Returns whether the samples have classes. */
    public boolean labelled() {
        return classNames.length > 0;
    }

    /** Returns the number of bins; a ranking is one. */
    public int bins() {
        return 1 + Arrays.stream(bin).max().orElse(NO_BIN);
    }

    int selectedCount() {
        int count = 0;
        for (boolean s : selected) {
            count += s ? 1 : 0;
        }
        return count;
    }
}
