package dev.pith.data.shard;

import dev.pith.PithException;
import dev.pith.data.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The parts of a data set in one folder, told by the words that Hugging Face's {@code datasets} looks for in file
 * names.
 */
final class SplitNames {
    private SplitNames() {}

    private enum Part {
        TRAIN("train|training"),
        VALIDATION("validation|valid|val|dev"),
        TEST("test|testing|eval|evaluation");

        private final Pattern word;

        Part(String words) {
            word = Pattern.compile("(.*[^a-z])?(" + words + ")([^a-z].*)?");
        }

        static Optional<Part> of(Path file) {
            String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            String stem = name.substring(0, Math.max(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.')));
            for (Part part : values()) {
                if (part.word.matcher(stem).matches()) {
                    return Optional.of(part);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Returns the files of a part. Files of one part only, or of none, are all meant.
     *
     * @throws PithException when it cannot be told which files are meant
     */
    static List<Path> choose(String name, List<Path> files, Split split) {
        Map<Part, List<Path>> parts = byPart(files);
        if (parts.isEmpty() || (parts.size() == 1 && split == Split.TRAIN && count(parts) == files.size())) {
            return files;
        }
        if (count(parts) < files.size()) {
            Path other = files.stream()
                    .filter(file -> Part.of(file).isEmpty())
                    .findFirst()
                    .orElseThrow();
            Path named = parts.values().iterator().next().get(0);
            throw new PithException(name + ": holds " + named.getFileName() + ", named for a part, beside "
                    + other.getFileName() + ", of none; name the files that are meant by a pattern");
        }
        List<Path> chosen = parts.get(split == Split.TRAIN ? Part.TRAIN : testPart(parts));
        if (chosen == null) {
            throw new PithException(name + ": holds no files of a " + (split == Split.TRAIN ? "training" : "test")
                    + " part beside " + files.get(0).getFileName()
                    + "; name the files that are meant by a pattern");
        }
        return chosen;
    }

    static boolean hasTestPart(List<Path> files) {
        Map<Part, List<Path>> parts = byPart(files);
        return parts.containsKey(Part.TRAIN) && parts.containsKey(testPart(parts));
    }

    /** Says which files are the source when not all are. */
    static String note(List<Path> files, List<Path> chosen) {
        if (chosen.size() == files.size()) {
            return "";
        }
        Map<Part, List<Path>> parts = byPart(files);
        List<String> said = new ArrayList<>();
        parts.forEach((part, inPart) -> {
            boolean isTest = parts.containsKey(Part.TRAIN) && part == testPart(parts);
            said.add(inPart.get(0).getFileName()
                    + (inPart.size() > 1 ? " and " + (inPart.size() - 1) + " more" : "")
                    + (inPart.containsAll(chosen)
                            ? " are the source"
                            : isTest ? " the test" : part == Part.TRAIN ? " the training part" : " left alone"));
        });
        return said.stream().collect(Collectors.joining(", "));
    }

    /** Without a test part the validation part takes its place. */
    private static Part testPart(Map<Part, List<Path>> parts) {
        return parts.containsKey(Part.TEST) ? Part.TEST : Part.VALIDATION;
    }

    private static Map<Part, List<Path>> byPart(List<Path> files) {
        Map<Part, List<Path>> parts = new EnumMap<>(Part.class);
        for (Path file : files) {
            Part.of(file).ifPresent(part -> parts.computeIfAbsent(part, unseen -> new ArrayList<>())
                    .add(file));
        }
        return parts;
    }

    private static int count(Map<Part, List<Path>> parts) {
        return parts.values().stream().mapToInt(List::size).sum();
    }
}
