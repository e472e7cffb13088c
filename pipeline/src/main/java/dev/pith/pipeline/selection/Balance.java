package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.run.CsvText;
import dev.pith.selection.ClassShares;
import dev.pith.selection.GroupLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Shares of classes: said as {@code cat=30%,dog=70%}, or out of a file with a line per class, its name or label and its
 * share, in CSV, where a heading may come first.
 */
final class Balance {
    private static final String LABEL = "[0-9]{1,18}";
    private static final String COUNT = "[0-9]{1,9}";

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
        if (!settings.hasShares()) {
            return ClassShares.UNIFORM;
        }
        return settings.sharesAreSaid()
                ? said(settings.balance(), names)
                : new ClassShares(read(Path.of(settings.balance()), names));
    }

    private static ClassShares said(String balance, List<String> names) {
        Map<Long, Double> shares = new TreeMap<>();
        for (String part : balance.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            if (equals < 1) {
                throw new PithException("`balance`: '" + part + "' is no class with its share, such as cat=30%");
            }
            String name = part.substring(0, equals).strip();
            String text = part.substring(equals + 1).strip();
            boolean percent = text.endsWith("%");
            double share = share("`balance`:", percent ? text.substring(0, text.length() - 1) : text);
            if (shares.put(label("`balance`:", name, names), percent ? share / 100 : share) != null) {
                throw new PithException("`balance`: names " + name + " again; say one share of each class");
            }
        }
        return new ClassShares(shares);
    }

    /** Returns the limits of groups that settings mean. */
    static GroupLimits limits(Constraints constraints, List<String> names) {
        Map<Long, Integer> least = counts(constraints.atLeast(), "at-least", names);
        Map<Long, Integer> most = counts(constraints.atMost(), "at-most", names);
        return new GroupLimits(least, most, number(constraints.atLeast()), number(constraints.atMost()));
    }

    private static @Nullable Integer number(@Nullable String limit) {
        return limit != null && limit.matches(COUNT) ? Integer.valueOf(limit) : null;
    }

    private static Map<Long, Integer> counts(@Nullable String limit, String name, List<String> names) {
        Map<Long, Integer> counts = new TreeMap<>();
        if (limit == null || limit.matches(COUNT)) {
            return counts;
        }
        if (!Files.exists(Path.of(limit))) {
            throw new PithException(limit + ": no such file; `" + name + "` is a number of samples for each group, or a"
                    + " file of lines such as cat,20");
        }
        read(Path.of(limit), names).forEach((label, count) -> {
            if (count != Math.rint(count) || count > Integer.MAX_VALUE) {
                throw new PithException(limit + ": " + count + " is no number of samples; write lines such as cat,20");
            }
            counts.put(label, count.intValue());
        });
        return counts;
    }

    private static Map<Long, Double> read(Path file, List<String> names) {
        Map<Long, Double> shares = new TreeMap<>();
        try (BufferedReader csv = Files.newBufferedReader(file)) {
            int number = 0;
            for (List<String> row = CsvText.readRow(csv); row != null; row = CsvText.readRow(csv)) {
                number++;
                if (row.size() != 2) {
                    throw new PithException(
                            file + ":" + number + ": is no class with its share, such as cat,0.2; write one a line");
                }
                String name = row.get(0).strip();
                String share = row.get(1).strip();
                boolean isHeading = number == 1 && !isClass(name, names) && !share.matches("[0-9.eE+-]+");
                String where = file + ":" + number + ":";
                if (!isHeading && shares.put(label(where, name, names), share(where, share)) != null) {
                    throw new PithException(where + " names " + name + " again; write one line per class");
                }
            }
        } catch (IOException e) {
            throw new PithException(
                    file + ": cannot be read as shares of classes (" + e.getMessage()
                            + "); `balance` is source, uniform, shares such as cat=30%,dog=70%, or a file",
                    e);
        }
        if (shares.isEmpty()) {
            throw new PithException(file + ": holds no shares; write a line per class, such as cat,0.2");
        }
        return shares;
    }

    private static double share(String where, String text) {
        double share;
        try {
            share = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            share = Double.NaN;
        }
        if (!(share >= 0 && share < Double.POSITIVE_INFINITY)) {
            throw new PithException(where + " a share is a number from 0 on, got " + text);
        }
        return share;
    }

    private static boolean isClass(String name, List<String> names) {
        return position(name, names) >= 0 || name.matches(LABEL);
    }

    /** Returns which class is called so; a file also goes by its name without an extension. */
    private static int position(String name, List<String> names) {
        int exact = names.indexOf(name);
        if (exact >= 0) {
            return exact;
        }
        int[] files = IntStream.range(0, names.size())
                .filter(k -> names.get(k).startsWith(name + "."))
                .toArray();
        return files.length == 1 ? files[0] : -1;
    }

    private static long label(String where, String name, List<String> names) {
        if (!isClass(name, names)) {
            throw new PithException(where + " there is no class " + name + "; "
                    + (names.isEmpty() ? "samples.csv has the labels" : "there are " + String.join(", ", names)));
        }
        int position = position(name, names);
        return position >= 0 ? position : Long.parseLong(name);
    }
}
