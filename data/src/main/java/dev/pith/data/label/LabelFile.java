package dev.pith.data.label;

import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.GivenLabels;
import dev.pith.data.Labels;
import dev.pith.data.LabelsBuilder;
import dev.pith.data.table.TableLabels;
import dev.pith.npy.Npy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Reads labels that lie in a file of their own: {@code .npy} of any integer type or one array of an {@code .npz};
 * {@code .txt}, one a line; {@code .csv} or {@code .tsv}, by position or by the samples' keys; else IDX. Words
 * become classes, sorted.
 */
public record LabelFile(Path file) implements GivenLabels {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    @Override
    public Labels of(int size, String source, IntFunction<String> key) {
        return read(file, size, source, key);
    }

    /**
     * Reads labels.
     *
     * @param size of the source
     * @param source what messages call the source
     * @param key the key of each id, by which a table may name the samples
     * @throws PithException when the file cannot be read or has not one label for each sample
     */
    public static Labels read(Path file, int size, String source, IntFunction<String> key) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".txt")) {
            return ofLines(file, lines(file), size, source);
        }
        if (name.endsWith(".csv") || name.endsWith(".tsv")) {
            List<String> lines = isTable(file) ? List.of() : lines(file);
            boolean heading = lines.size() == size + 1;
            return lines.isEmpty()
                    ? TableLabels.read(file, size, source, key)
                    : ofLines(file, heading ? lines.subList(1, lines.size()) : lines, size, source);
        }
        boolean array = Npy.isArray(file);
        if (!array) {
            requireIdx(file);
        }
        return counted(file, new Labels(array ? Npy.readLongs(file) : Idx.labels(file), List.of()), size, source);
    }

    private static Labels counted(Path file, Labels labels, int size, String source) {
        if (labels.values().length != size) {
            throw new PithException(file + ": holds " + labels.values().length + " labels, but " + source + " has "
                    + size + " samples; give the labels of this source");
        }
        return labels;
    }

    /**
     * Returns whether the first line has several fields; a single column has no heading, or a line more than
     * there are samples.
     */
    private static boolean isTable(Path file) {
        String separator = file.toString().toLowerCase(Locale.ROOT).endsWith(".tsv") ? "\t" : ",";
        try (BufferedReader in = Files.newBufferedReader(file)) {
            String first = in.readLine();
            return first != null && (first.contains(separator) || first.contains("\""));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static List<String> lines(Path file) {
        Keys lines = new Keys();
        try (BufferedReader in = Files.newBufferedReader(file)) {
            int read = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String text = line.strip();
                text = read++ == 0 && text.indexOf(BYTE_ORDER_MARK) == 0 ? text.substring(1) : text;
                while (!text.isEmpty() && lines.size() < read - 1) {
                    lines.add(""); // of the empty lines those that others follow
                }
                if (!text.isEmpty()) {
                    lines.add(text);
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        return lines;
    }

    private static Labels ofLines(Path file, List<String> lines, int size, String source) {
        boolean integers = lines.stream().allMatch(line -> line.matches("[-+]?[0-9]{1,18}"));
        LabelsBuilder labels = new LabelsBuilder(file.toString());
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty()) {
                throw new PithException(
                        file + ": line " + (i + 1) + " is empty; labels are one a line, for each sample one");
            }
            if (integers) {
                labels.add(Long.parseLong(lines.get(i)));
            } else {
                labels.add(lines.get(i));
            }
        }
        return counted(file, labels.build(), size, source);
    }

    /** An IDX file begins with two zeros, or is packed. */
    private static void requireIdx(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            int first = in.read();
            int second = in.read();
            if ((first != 0 || second != 0) && (first != 0x1f || second != 0x8b)) {
                throw new PithException(file
                        + ": is no file of labels of a known kind; they are read from .npy, .npz, .txt (one a line),"
                        + " .csv, .tsv and IDX");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static PithException unreadable(Path file, IOException e) {
        return e instanceof MalformedInputException
                ? new PithException(file + ": is not UTF-8; convert it", e)
                : new PithException(file + ": cannot be read (" + e + "); check the file", e);
    }
}
