package dev.pith.report;

import dev.pith.report.SamplesCsv.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the rows of {@code samples.csv} into columns. */
final class SamplesReader {
    private final int[] bin;
    private final int[] rank;
    private final double[] gain;
    private final boolean[] selected;
    private final int[] classes;
    private final Map<String, Integer> classNumbers = new HashMap<>();
    private final List<String> labels = new ArrayList<>();

    private SamplesReader(int n) {
        bin = new int[n];
        rank = new int[n];
        gain = new double[n];
        selected = new boolean[n];
        classes = new int[n];
    }

    /**
     * Reads all columns but the keys.
     *
     * @param n the number of samples
     * @param names the names of the classes when labels are their positions, else anything
     */
    static Samples read(SamplesCsv csv, int n, List<String> names) {
        SamplesReader reader = new SamplesReader(n);
        csv.forEach(reader::row);
        return reader.samples(names);
    }

    private void row(int id, List<String> row) {
        bin[id] = number(Column.BIN.of(row), Samples.NO_BIN);
        rank[id] = number(Column.RANK.of(row), 0);
        gain[id] = Column.GAIN.of(row).isEmpty() ? Double.NaN : Double.parseDouble(Column.GAIN.of(row));
        selected[id] = Column.SELECTED.of(row).equals("1");
        classes[id] = classNumbers.computeIfAbsent(Column.LABEL.of(row), label -> {
            labels.add(label);
            return labels.size() - 1;
        });
    }

    private static int number(String field, int absent) {
        return field.isEmpty() ? absent : Integer.parseInt(field);
    }

    private Samples samples(List<String> names) {
        boolean unlabelled = labels.stream().allMatch(String::isEmpty);
        if (unlabelled) {
            return new Samples(bin, rank, gain, selected, new int[bin.length], new String[0]);
        }
        Integer[] order = new Integer[labels.size()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparing(labels::get, SamplesReader::compareLabels));
        int[] place = new int[order.length];
        String[] classNames = new String[order.length];
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
            classNames[i] = name(labels.get(order[i]), names);
        }
        Arrays.setAll(classes, id -> place[classes[id]]);
        return new Samples(bin, rank, gain, selected, classes, classNames);
    }

    /** Numbers by value before anything else, the rest by code point. */
    private static int compareLabels(String a, String b) {
        boolean numberA = a.matches("-?\\d{1,18}");
        boolean numberB = b.matches("-?\\d{1,18}");
        if (numberA && numberB) {
            return Long.compare(Long.parseLong(a), Long.parseLong(b));
        }
        return numberA == numberB ? a.compareTo(b) : numberA ? -1 : 1;
    }

    private static String name(String label, List<String> names) {
        if (label.matches("\\d{1,9}") && Integer.parseInt(label) < names.size()) {
            return names.get(Integer.parseInt(label));
        }
        return label;
    }
}
