package dev.pith.data.box;

import dev.pith.PithException;
import dev.pith.data.Split;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The YAML file that says where a data set for YOLO has its images and what its classes are called, by the rules of
 * Ultralytics' trainers: {@code path} is relative to the file, the parts to {@code path}. YAML 1.1, which those read
 * too.
 *
 * @param file itself
 * @param content as it stands there
 * @param classNames of class c at position c
 */
record YoloFile(Path file, Map<String, Object> content, List<String> classNames) {
    private static final String PATH = "path";
    private static final String NAMES = "names";
    private static final String COUNT = "nc";
    private static final String TRAIN = "train";
    private static final List<String> OTHERS = List.of("test", "val");

    /**
     * Reads a file.
     *
     * @throws PithException naming it when it is no such file
     */
    static YoloFile read(Path file) {
        if (!(loaded(file) instanceof Map<?, ?> map)) {
            throw new PithException(file + ": holds no names and values, such as train: images/train");
        }
        Map<String, Object> content = new LinkedHashMap<>();
        map.forEach((key, value) -> content.put(String.valueOf(key), value));
        return new YoloFile(file, content, names(file, content));
    }

    private static @Nullable Object loaded(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new PithException(file + ":" + line + ": invalid YAML, " + e.getProblem() + "; mend the line", e);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        } catch (RuntimeException e) { // the library has several kinds for bytes, numbers and dates that it cannot read
            throw new PithException(file + ": is no YAML in UTF-8 (" + e.getMessage() + "); save it as that", e);
        }
    }

    /** Returns a value as text; what holds values itself is none. */
    private static String scalar(Path file, String field, @Nullable Object value) {
        if (value == null || value instanceof Map || value instanceof Iterable) {
            throw new PithException(file + ": " + field + " holds "
                    + (value == null ? "an empty value" : "values inside a value") + "; write a text there");
        }
        return value.toString();
    }

    private static List<String> names(Path file, Map<String, Object> content) {
        Object names = content.get(NAMES);
        Object count = content.get(COUNT);
        List<String> list;
        if (names instanceof List<?> given) {
            list = given.stream().map(name -> scalar(file, NAMES, name)).toList();
        } else if (names instanceof Map<?, ?> map) {
            for (int c = 0; c < map.size(); c++) {
                if (!map.containsKey(c)) {
                    throw new PithException(file + ": names " + map.size() + " classes, and none of them is " + c
                            + "; number them from 0");
                }
            }
            list = IntStream.range(0, map.size())
                    .mapToObj(c -> scalar(file, NAMES, map.get(c)))
                    .toList();
        } else if (names == null && count instanceof Integer classes && classes > 0) {
            return IntStream.range(0, classes).mapToObj(c -> "class_" + c).toList(); // as the trainers call them
        } else {
            throw new PithException(file + ": has no list or map of class names as " + NAMES + "; add it");
        }
        if (list.isEmpty() || (count instanceof Integer classes && classes != list.size())) {
            throw new PithException(file + ": names " + list.size() + " classes"
                    + (count == null ? "" : ", but " + COUNT + " is " + count) + "; name each, from 0");
        }
        return list;
    }

    /** Returns the name of the part that a split is; of two test parts the one that has its name. */
    Optional<String> part(Split split) {
        List<String> names = split == Split.TRAIN ? List.of(TRAIN) : OTHERS;
        return names.stream().filter(name -> content.get(name) != null).findFirst();
    }

    /**
     * Returns the folders and lists of images of a part.
     *
     * @throws PithException when one of them is not there
     */
    List<Path> places(String part) {
        return entries(part).stream()
                .map(entry -> existing(entry)
                        .orElseThrow(() -> new PithException(file + ": " + part + " is " + entry
                                + ", which is not there; looked for were "
                                + candidates(entry).stream().map(Path::toString).collect(Collectors.joining(", ")))))
                .toList();
    }

    private List<String> entries(String part) {
        Object value = content.get(part);
        List<?> entries = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        return entries.stream().map(entry -> scalar(file, part, entry)).toList();
    }

    private Optional<Path> existing(String entry) {
        return candidates(entry).stream().filter(Files::exists).findFirst();
    }

    private Set<Path> candidates(String entry) {
        Set<Path> candidates = new LinkedHashSet<>();
        for (Path root : roots()) {
            candidates.add(resolved(root, entry));
            if (entry.startsWith("../")) {
                candidates.add(resolved(root, entry.substring("../".length()))); // as Roboflow writes its own folder
            }
        }
        return candidates;
    }

    /** Returns what the parts may be relative to; of a data set that was moved that is the file's folder. */
    private List<Path> roots() {
        Path own = file.toAbsolutePath().resolveSibling("");
        if (content.get(PATH) == null) {
            return List.of(own);
        }
        String path = scalar(file, PATH, content.get(PATH));
        return List.of(resolved(own, path), resolved(Path.of("").toAbsolutePath(), path), own);
    }

    /** Returns the folder that keys are relative to. */
    Path root() {
        return roots().stream()
                .filter(Files::isDirectory)
                .findFirst()
                .orElseThrow()
                .normalize();
    }

    private Path resolved(Path root, String text) {
        return BoxFiles.path(root, text, file + ": a path in it").normalize();
    }

    /**
     * Writes the file again with another training part; whatever else it says stays, but for the parts, which become
     * absolute.
     *
     * @param train the list of the images
     */
    void write(Path target, Path train) throws IOException {
        Map<String, Object> other = new LinkedHashMap<>(content);
        other.remove(PATH);
        other.put(TRAIN, train.toString());
        for (String part : OTHERS) {
            other.computeIfPresent(part, (name, value) -> written(name, value instanceof List));
        }
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setAllowUnicode(true);
        try (Writer out = Files.newBufferedWriter(target)) {
            new Yaml(new Representer(options), options).dump(other, out);
        }
    }

    /** Returns a part as absolute paths; one that is not there is left to whoever asks for it. */
    private Object written(String part, boolean list) {
        List<String> paths = entries(part).stream()
                .map(entry -> existing(entry)
                        .orElseGet(() -> candidates(entry).iterator().next())
                        .toString())
                .toList();
        return list ? paths : paths.get(0);
    }
}
