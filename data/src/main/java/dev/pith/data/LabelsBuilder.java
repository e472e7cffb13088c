package dev.pith.data;

import dev.pith.PithException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects the labels of a source in id order. Integers stay as they are; names become 0 to C - 1 in the order of their
 * code points, as Python's {@code sorted} orders them.
 */
public final class LabelsBuilder {
    private final String where;
    private final Map<String, Integer> firstSeen = new HashMap<>();
    private long[] values = new long[1024];
    private int size;

    /**
     * Starts without labels.
     *
     * @param where what the labels are called in messages, such as {@code column 'label' of rows.csv}
     */
    public LabelsBuilder(String where) {
        this.where = where;
    }

    /**
     * Adds the label of the next sample.
     *
     * @throws PithException when a name came before
     */
    public void add(long label) {
        if (!firstSeen.isEmpty()) {
            throw mixed();
        }
        append(label);
    }

    /**
     * Adds the class name of the next sample.
     *
     * @throws PithException when an integer came before
     */
    public void add(String name) {
        if (size > 0 && firstSeen.isEmpty()) {
            throw mixed();
        }
        append(firstSeen.computeIfAbsent(name, unseen -> firstSeen.size()));
    }

    /** Returns the failure for the next sample's label being absent. */
    public PithException missing() {
        return new PithException(
                where + " has no value at record " + size + "; give it one, or leave the record out of the source");
    }

    /** Returns the labels of all samples added. */
    public Labels build() {
        if (firstSeen.isEmpty()) {
            return new Labels(Arrays.copyOf(values, size), List.of());
        }
        Map<String, Integer> sorted = new TreeMap<>(CodePointOrder.INSTANCE);
        sorted.putAll(firstSeen);
        List<String> names = new ArrayList<>(sorted.keySet());
        long[] rankOfSeen = new long[names.size()];
        for (int rank = 0; rank < names.size(); rank++) {
            rankOfSeen[sorted.get(names.get(rank))] = rank;
        }
        long[] ranks = new long[size];
        for (int id = 0; id < size; id++) {
            ranks[id] = rankOfSeen[(int) values[id]];
        }
        return new Labels(ranks, names);
    }

    private void append(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    private PithException mixed() {
        return new PithException(where + " mixes integers and names (record " + size + "); use one or the other");
    }
}
