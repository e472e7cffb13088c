package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.run.CsvText;
import dev.pith.selection.ClassShares;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shares of classes out of a file: a line per class with its name or label and its share, in CSV; a heading
 * may come first.
 */
final class Balance {
    private Balance() {}

    /**
     * Returns the shares that settings mean.
     *
     * @param names the name of each label, or none where labels have no names
     * @throws PithException naming file and line of what is no share
     */
    static ClassShares shares(SelectSettings settings, List<String> names) {
        if (settings.balance().equals(SelectSettings.SOURCE)) {
            return ClassShares.SOURCE;
        }
        return settings.hasShares() ? read(Path.of(settings.balance()), names) : ClassShares.UNIFORM;
    }

    private static ClassShares read(Path file, List<String> names) {
        Map<Long, Double> shares = new TreeMap<>();
        try (BufferedReader csv = Files.newBufferedReader(file)) {
            int number = 0;
            for (List<String> row = CsvText.readRow(csv); row != null; row = CsvText.readRow(csv)) {
                number++;
                boolean isNumber = row.size() == 2 && row.get(1).strip().matches("[0-9.eE+-]+");
                if (!isNumber && (number > 1 || row.size() != 2)) {
                    throw new PithException(
                            file + ":" + number + ": is no class with its share, such as cat,0.2; write one a line");
                }
                if (isNumber
                        && shares.put(label(file, number, row.get(0).strip(), names), share(file, number, row.get(1)))
                                != null) {
                    throw new PithException(
                            file + ":" + number + ": names " + row.get(0).strip() + " again; write one line per class");
                }
            }
        } catch (IOException e) {
            throw new PithException(
                    file + ": cannot be read as shares of classes (" + e.getMessage()
                            + "); `balance` is source, uniform or a file",
                    e);
        }
        if (shares.isEmpty()) {
            throw new PithException(file + ": holds no shares; write a line per class, such as cat,0.2");
        }
        return new ClassShares(shares);
    }

    private static double share(Path file, int number, String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new PithException(file + ":" + number + ": " + text.strip() + " is no number", e);
        }
    }

    private static long label(Path file, int number, String name, List<String> names) {
        int position = names.indexOf(name);
        if (position >= 0) {
            return position;
        }
        if (name.matches("[0-9]{1,18}")) {
            return Long.parseLong(name);
        }
        throw new PithException(file + ":" + number + ": there is no class " + name + "; samples.csv has the labels");
    }
}
