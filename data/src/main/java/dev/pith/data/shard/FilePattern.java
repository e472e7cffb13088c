package dev.pith.data.shard;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files that a pattern names, as a shell would: {@code *}, {@code ?}, {@code [a-c]}, {@code **} for folders of any
 * depth, {@code {a,b}} and {@code {000..009}}. Of a name in braces each must be there; hidden files are not matched.
 */
final class FilePattern {
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})\\.\\.(\\d{1,9})");
    private static final int MOST_NAMES = 100_000;

    private FilePattern() {}

    /** Tells whether a text is a pattern. */
    static boolean isPattern(String text) {
        return hasWildcard(text) || (text.indexOf('{') >= 0 && text.indexOf('}') > text.indexOf('{'));
    }

    private static boolean hasWildcard(String text) {
        return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
    }

    /**
     * Returns the files, in no particular order.
     *
     * @throws PithException when there are none, one that is named in braces is missing, or a folder cannot be read
     */
    static Set<Path> files(String pattern) {
        Set<Path> files = new LinkedHashSet<>();
        for (String name : expand(pattern)) {
            if (hasWildcard(name)) {
                List<Path> matched = matches(name);
                if (matched.isEmpty()) {
                    throw new PithException(name + ": no file is of this pattern; check the path");
                }
                files.addAll(matched);
            } else if (Files.isRegularFile(Path.of(name))) {
                files.add(Path.of(name));
            } else {
                throw new PithException(name + ": there is no such file, and " + pattern + " names it");
            }
        }
        return files;
    }

    /** Puts every choice in place of the first braces, and so on; braces around no choice stay as they are. */
    static List<String> expand(String pattern) {
        List<String> names = new ArrayList<>();
        expand("", pattern, names);
        return names;
    }

    private static void expand(String done, String rest, List<String> names) {
        int open = rest.indexOf('{');
        int close = open < 0 ? -1 : rest.indexOf('}', open);
        if (close < 0) {
            names.add(done + rest);
            if (names.size() > MOST_NAMES) {
                throw new PithException(done + rest + ": more than " + MOST_NAMES + " names in braces; use a *");
            }
            return;
        }
        String before = done + rest.substring(0, open);
        String inside = rest.substring(open + 1, close);
        String after = rest.substring(close + 1);
        List<String> choices = choices(inside);
        if (choices.isEmpty()) {
            expand(before + "{" + inside + "}", after, names);
        } else {
            choices.forEach(choice -> expand(before + choice, after, names));
        }
    }

    private static List<String> choices(String inside) {
        Matcher range = RANGE.matcher(inside);
        if (!range.matches()) {
            return inside.indexOf(',') < 0 ? List.of() : List.of(inside.split(",", -1));
        }
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        boolean padded = range.group(1).startsWith("0") || range.group(2).startsWith("0");
        int width = padded ? Math.max(range.group(1).length(), range.group(2).length()) : 1;
        if (Math.abs(last - first) >= MOST_NAMES) {
            throw new PithException("{" + inside + "}: more than " + MOST_NAMES + " names in braces; use a *");
        }
        List<String> numbers = new ArrayList<>();
        for (int number = first; number != last; number += first < last ? 1 : -1) {
            numbers.add(number(number, width));
        }
        numbers.add(number(last, width));
        return numbers;
    }

    private static String number(int number, int width) {
        String digits = Integer.toString(number);
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static List<Path> matches(String pattern) {
        int firstWildcard = 0;
        while (!hasWildcard(pattern.substring(firstWildcard, firstWildcard + 1))) {
            firstWildcard++;
        }
        int slash = pattern.lastIndexOf('/', firstWildcard);
        Path root = Path.of(pattern.substring(0, slash + 1));
        List<Path> found = List.of(root);
        for (String part : pattern.substring(slash + 1).split("/+", -1)) {
            found = found.stream().flatMap(folder -> below(folder, part)).toList();
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    /** Returns what one part of a pattern matches in a folder, unless that is no folder. */
    private static Stream<Path> below(Path folder, String part) {
        boolean deep = part.equals("**");
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + (deep ? "*" : part));
        if (!Files.isDirectory(folder.resolve(""))) {
            return Stream.empty();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> matched = entries.filter(entry -> isVisible(entry, part) && matcher.matches(entry.getFileName()))
                    .toList();
            return deep
                    ? Stream.concat(
                            Stream.of(folder),
                            matched.stream().filter(Files::isDirectory).flatMap(sub -> below(sub, part)))
                    : matched.stream();
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be listed (" + e + "); check its permissions", e);
        }
    }

    private static boolean isVisible(Path entry, String part) {
        return part.startsWith(".") || !entry.getFileName().toString().startsWith(".");
    }
}
