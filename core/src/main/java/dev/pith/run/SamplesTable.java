package dev.pith.run;

import dev.pith.PithException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's {@code samples.csv} in memory: a column per array, position equal to id.
 *
 * <p>The columns are {@value #HEADER}. Steps fill them in one after the other; what is not known yet, or has no meaning for a
 * sample (the bin of one that was left out), is empty. The arrays are not copied and may be written to.
 */
public final class SamplesTable {
    /** File name in the run's directory. */
    public static final String FILE = "samples.csv";

    /** What stands in {@link #bin} and {@link #rank} where there is none. */
    public static final int NONE = -1;

    private static final String HEADER = "id,key,label,bin,rank,gain,selected,weight";
    private static final int FIELDS = 8;

    /** Name of each sample in the source. */
    public final String[] key;
    /** Label of each sample, as in {@code labels.npy}; null when the source has none. */
    public final long @Nullable [] label;
    /** Bin of each sample, or {@link #NONE}. */
    public final int[] bin;
    /** Position in its bin's pick order, or in the ranking, or {@link #NONE}. */
    public final int[] rank;
    /** Marginal gain when it was picked; NaN when there is none. */
    public final double[] gain;
    /** Whether the selection holds it; null before anything was selected. */
    public boolean @Nullable [] selected;
    /** Weight in the selection; null when the method does not weight. */
    public float @Nullable [] weight;

    /** Makes a table in which only keys and labels are known. */
    public SamplesTable(String[] key, long @Nullable [] label) {
        if (label != null && label.length != key.length) {
            throw new IllegalArgumentException(
                    "labels must be one per key, got " + label.length + " for " + key.length);
        }
        this.key = key;
        this.label = label;
        this.bin = new int[key.length];
        this.rank = new int[key.length];
        this.gain = new double[key.length];
        forgetRanks();
    }

    /** Empties the columns bin, rank, gain, selected and weight. */
    public void forgetRanks() {
        Arrays.fill(bin, NONE);
        Arrays.fill(rank, NONE);
        Arrays.fill(gain, Double.NaN);
        forgetSelection();
    }

    /** Empties the columns selected and weight. */
    public void forgetSelection() {
        selected = null;
        weight = null;
    }

    /** Returns n, the number of samples. */
    public int size() {
        return key.length;
    }

    /** Writes the table as CSV (RFC 4180 with bare line feeds), UTF-8. */
    public void write(OutputStream out) throws IOException {
        Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv.write(HEADER);
        csv.write('\n');
        StringBuilder line = new StringBuilder();
        for (int id = 0; id < size(); id++) {
            line.setLength(0);
            appendRow(line, id);
            csv.append(line).append('\n');
        }
        csv.flush();
    }

    private void appendRow(StringBuilder line, int id) {
        line.append(id).append(',').append(CsvText.quoted(key[id])).append(',');
        if (label != null) {
            line.append(label[id]);
        }
        line.append(',');
        if (bin[id] != NONE) {
            line.append(bin[id]);
        }
        line.append(',');
        if (rank[id] != NONE) {
            line.append(rank[id]);
        }
        line.append(',');
        if (!Double.isNaN(gain[id])) {
            line.append(gain[id]);
        }
        line.append(',');
        boolean[] chosen = selected;
        if (chosen != null) {
            line.append(chosen[id] ? '1' : '0');
        }
        line.append(',');
        float[] weights = weight;
        if (weights != null && !Float.isNaN(weights[id])) {
            line.append(weights[id]);
        }
    }

    /**
     * Reads the table of a run.
     *
     * @param n the number of samples it must have
     * @throws PithException when the file is missing or is no such table
     */
    public static SamplesTable read(Path file, int n) {
        try (BufferedReader csv = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            if (!List.of(HEADER.split(",")).equals(CsvText.readRow(csv))) {
                throw damaged(file, "does not begin with " + HEADER);
            }
            List<List<String>> rows = new ArrayList<>(n);
            for (List<String> row = CsvText.readRow(csv); row != null; row = CsvText.readRow(csv)) {
                if (row.size() != FIELDS || !row.get(0).equals(Integer.toString(rows.size()))) {
                    throw damaged(file, "has a row that does not belong after id " + (rows.size() - 1));
                }
                rows.add(row);
            }
            if (rows.size() != n) {
                throw damaged(file, "has " + rows.size() + " rows, the run " + n + " samples");
            }
            return of(rows);
        } catch (NumberFormatException e) {
            throw damaged(file, "has something else where a number belongs (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static PithException damaged(Path file, String what) {
        return new PithException(file + ": " + what + "; make it again with pith features SOURCE --force");
    }

    private static SamplesTable of(List<List<String>> rows) {
        int n = rows.size();
        boolean labelled = n > 0 && !rows.get(0).get(2).isEmpty();
        boolean drawn = n > 0 && !rows.get(0).get(6).isEmpty();
        boolean weighted = rows.stream().anyMatch(row -> !row.get(7).isEmpty());
        SamplesTable table = new SamplesTable(
                rows.stream().map(row -> row.get(1)).toArray(String[]::new),
                labelled
                        ? rows.stream()
                                .mapToLong(row -> Long.parseLong(row.get(2)))
                                .toArray()
                        : null);
        boolean[] chosen = new boolean[n];
        float[] weights = new float[n];
        for (int id = 0; id < n; id++) {
            List<String> row = rows.get(id);
            table.bin[id] = row.get(3).isEmpty() ? NONE : Integer.parseInt(row.get(3));
            table.rank[id] = row.get(4).isEmpty() ? NONE : Integer.parseInt(row.get(4));
            table.gain[id] = row.get(5).isEmpty() ? Double.NaN : Double.parseDouble(row.get(5));
            chosen[id] = row.get(6).equals("1");
            weights[id] = row.get(7).isEmpty() ? Float.NaN : Float.parseFloat(row.get(7));
        }
        table.selected = drawn ? chosen : null;
        table.weight = weighted ? weights : null;
        return table;
    }
}
