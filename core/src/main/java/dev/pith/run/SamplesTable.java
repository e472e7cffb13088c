package dev.pith.run;

import dev.pith.Keys;
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
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run's {@code samples.csv} in memory: a column per array, position equal to id, and the keys as {@link Keys}. It is
 * read and written row by row.
 *
 * <p>The columns are {@value #HEADER}. Steps fill them in one after the other; what is not known yet, or has no meaning
 * for a sample (the bin of one that was left out), is empty. The arrays are not copied and may be written to.
 */
public final class SamplesTable {
    /** File name in the run's directory. */
    public static final String FILE = "samples.csv";

    /** What stands in {@link #bin} and {@link #rank} where there is none. */
    public static final int NONE = -1;

    private static final String HEADER = "id,key,label,bin,rank,gain,selected,weight";
    private static final int FIELDS = 8;

    /** Name of each sample in the source. */
    public final List<String> key;
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

    /**
     * Makes a table in which only keys and labels are known.
     *
     * @param key not copied
     * @param label not copied
     */
    public SamplesTable(List<String> key, long @Nullable [] label) {
        this(key, label, key.size());
        if (label != null && label.length != key.size()) {
            throw new IllegalArgumentException(
                    "labels must be one per key, got " + label.length + " for " + key.size());
        }
    }

    private SamplesTable(List<String> key, long @Nullable [] label, int n) {
        this.key = key;
        this.label = label;
        this.bin = new int[n];
        this.rank = new int[n];
        this.gain = new double[n];
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
        return bin.length;
    }

    /** Writes the table as CSV (RFC 4180 with bare line feeds), UTF-8. */
    public void write(OutputStream out) throws IOException {
        Writer csv = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        csv.write(HEADER);
        csv.write('\n');
        StringBuilder line = new StringBuilder();
        Iterator<String> keys = key.iterator();
        for (int id = 0; id < size(); id++) {
            line.setLength(0);
            appendRow(line, id, keys.next());
            csv.append(line).append('\n');
        }
        csv.flush();
    }

    private void appendRow(StringBuilder line, int id, String ofSample) {
        line.append(id).append(',').append(CsvText.quoted(ofSample)).append(',');
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
            List<String> row = CsvText.readRow(csv);
            Keys keys = new Keys();
            SamplesTable table = emptyAs(row, keys, n);
            int rows = 0;
            for (; row != null; row = CsvText.readRow(csv)) {
                if (row.size() != FIELDS || !row.get(0).equals(Integer.toString(rows))) {
                    throw damaged(file, "has a row that does not belong after id " + (rows - 1));
                }
                if (rows < n) {
                    keys.add(row.get(1));
                    table.fill(rows, row);
                }
                rows++;
            }
            if (rows != n) {
                throw damaged(file, "has " + rows + " rows, the run " + n + " samples");
            }
            return table;
        } catch (NumberFormatException e) {
            throw damaged(file, "has something else where a number belongs (" + e.getMessage() + ")");
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static PithException damaged(Path file, String what) {
        return new PithException(file + ": " + what + "; make it again with pith features SOURCE `force`");
    }

    /** Returns a table of n samples that has the columns that its first row has. */
    private static SamplesTable emptyAs(@Nullable List<String> first, Keys keys, int n) {
        if (first == null || first.size() != FIELDS) {
            return new SamplesTable(keys, null, n);
        }
        SamplesTable table = new SamplesTable(keys, first.get(2).isEmpty() ? null : new long[n], n);
        table.selected = first.get(6).isEmpty() ? null : new boolean[n];
        return table;
    }

    /** Takes over a row but for its key; no more of it is kept than its values, since there may be millions. */
    private void fill(int id, List<String> row) {
        if (label != null) {
            label[id] = Long.parseLong(row.get(2));
        }
        bin[id] = row.get(3).isEmpty() ? NONE : Integer.parseInt(row.get(3));
        rank[id] = row.get(4).isEmpty() ? NONE : Integer.parseInt(row.get(4));
        gain[id] = row.get(5).isEmpty() ? Double.NaN : Double.parseDouble(row.get(5));
        boolean[] chosen = selected;
        if (chosen != null) {
            chosen[id] = row.get(6).equals("1");
        }
        if (!row.get(7).isEmpty()) {
            weights()[id] = Float.parseFloat(row.get(7));
        }
    }

    private float[] weights() {
        float[] weights = weight;
        if (weights == null) {
            weights = new float[size()];
            Arrays.fill(weights, Float.NaN);
            weight = weights;
        }
        return weights;
    }
}
