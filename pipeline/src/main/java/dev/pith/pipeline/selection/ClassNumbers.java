package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.run.CsvText;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A number for each class, out of a file with a line per class, its name or label and its number, in CSV, where a
 * heading may come first.
 *
 * @param noun what a number is, as messages call it
 * @param whole whether it is a whole number
 * @param example a line of such a file
 * @param otherwise what may be given, where the file cannot be read
 * @param names the name of each label, or none where labels have no names
 */
record ClassNumbers(String noun, boolean whole, String example, String otherwise, List<String> names) {
    private static final String LABEL = "[0-9]{1,18}";

    /**
     * Reads the file.
     *
     * @return by label
     * @throws PithException naming file and line of what is no class with its number
     */
    Map<Long, Double> read(Path file) {
        Map<Long, Double> numbers = new TreeMap<>();
        try (BufferedReader csv = Files.newBufferedReader(file)) {
            int line = 0;
            for (List<String> row = CsvText.readRow(csv); row != null; row = CsvText.readRow(csv)) {
                line++;
                String where = file + ":" + line + ":";
                if (row.size() != 2) {
                    throw new PithException(
                            where + " is no class with its " + noun + ", such as " + example + "; write one a line");
                }
                String name = row.get(0).strip();
                String text = row.get(1).strip();
                boolean isHeading = line == 1 && !isClass(name) && !text.matches("[0-9.eE+-]+");
                if (!isHeading && numbers.put(label(where, name), number(where, text)) != null) {
                    throw new PithException(where + " names " + name + " again; write one line per class");
                }
            }
        } catch (IOException e) {
            throw new PithException(
                    file + ": cannot be read as " + noun + "s of classes (" + e.getMessage() + "); " + otherwise, e);
        }
        if (numbers.isEmpty()) {
            throw new PithException(file + ": holds no " + noun + "s; write a line per class, such as " + example);
        }
        return numbers;
    }

    /** Returns a number as it is written, at a place that messages name. */
    double number(String where, String text) {
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            number = Double.NaN;
        }
        double most = whole ? Integer.MAX_VALUE : Double.MAX_VALUE;
        if (!(number >= 0 && number <= most && (!whole || number == Math.rint(number)))) {
            throw new PithException(
                    where + " a " + noun + " is a " + (whole ? "whole " : "") + "number from 0 on, got " + text);
        }
        return number;
    }

    /** Returns the label of a class that is named, or the label itself, at a place that messages name. */
    long label(String where, String name) {
        if (!isClass(name)) {
            throw new PithException(where + " there is no class " + name + "; "
                    + (names.isEmpty() ? "samples.csv has the labels" : "there are " + String.join(", ", names)));
        }
        int position = position(name);
        return position >= 0 ? position : Long.parseLong(name);
    }

    private boolean isClass(String name) {
        return position(name) >= 0 || name.matches(LABEL);
    }

    /** Returns which class is called so; a file also goes by its name without an extension. */
    private int position(String name) {
        int exact = names.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        int[] files = IntStream.range(0, names.size())
                .filter(k -> names.get(k).startsWith(name + "."))
                .toArray();
        return files.length == 1 ? files[0] : -1;
    }
}
