package dev.pith.data.box;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.GivenLabels;
import dev.pith.data.Split;
import dev.pith.data.image.FileName;
import dev.pith.data.image.ImageFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images and their boxes as the trainers of YOLO read them: a YAML file says in which folders, or lists of images, the
 * parts lie and what the classes are called; beside each image, with {@code labels} in place of the last folder
 * {@code images}, lies a text with a line for each object. An image without such a text has no objects. Images of a
 * folder are in the order of image folders, those of a list in its own.
 *
 * <p>A key is the path of an image below the data set's folder, or an absolute path.
 */
public final class YoloSource extends BoxFiles {
    private static final Logger log = LoggerFactory.getLogger(YoloSource.class);
    private static final String FILE = "data.yaml";

    private final YoloFile description;

    private YoloSource(String name, YoloFile description, Content content, Fingerprint fingerprint) {
        super(name, content, fingerprint);
        this.description = description;
    }

    /** Returns the YAML file that a path names or that lies in its folder, if that is called {@code data.yaml}. */
    public static Optional<Path> find(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
        boolean named = Files.isDirectory(path) || name.endsWith(".yaml") || name.endsWith(".yml");
        return named && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /** Returns whether a YAML file tells of a training part and another, {@code test} or {@code val}. */
    public static boolean hasTestPart(Path file) {
        YoloFile description = YoloFile.read(file);
        return description.part(Split.TRAIN).isPresent()
                && description.part(Split.TEST).isPresent();
    }

    /**
     * Opens a data set; no image is opened.
     *
     * @param name what the user called it
     * @param file in YAML
     * @param split which part; {@code test}, or {@code val} where there is none
     * @param given labels of images as wholes, or null
     * @throws PithException naming the file, and the line of labels or lists, that is wrong
     */
    public static YoloSource open(String name, Path file, Split split, @Nullable GivenLabels given) {
        YoloFile description = YoloFile.read(file);
        String part = description
                .part(split)
                .orElseThrow(() ->
                        new PithException(file + ": has no " + (split == Split.TRAIN ? "train" : "test and no val")
                                + "; add it, or choose another `split`"));
        List<Path> images = images(file, part, description.places(part));
        Path root = description.root();
        List<String> keys = images.stream().map(image -> key(root, image)).toList();
        Fingerprint fingerprint = new Fingerprint();
        description.classNames().forEach(fingerprint::text);
        Content content = new Content(
                root,
                keys,
                objects(name, images, description.classNames(), fingerprint),
                description.classNames(),
                labels(name, keys, given, fingerprint));
        return new YoloSource(name, description, content, fingerprint);
    }

    private static List<Path> images(Path file, String part, List<Path> places) {
        List<Path> images = new ArrayList<>();
        for (Path place : places) {
            images.addAll(Files.isDirectory(place) ? ImageFolder.images(place) : listed(place));
        }
        if (images.isEmpty()) {
            throw new PithException(file + ": " + part + " has no images; fill "
                    + String.join(", ", places.stream().map(Path::toString).toList()));
        }
        Set<Path> seen = new HashSet<>();
        for (Path image : images) {
            if (!seen.add(image)) {
                throw new PithException(file + ": " + part + " has " + image + " twice; take one out");
            }
        }
        return images;
    }

    /** Returns the images that a list names, one a line, relative to its folder unless they are absolute. */
    private static List<Path> listed(Path list) {
        List<Path> images = new ArrayList<>();
        try {
            int number = 0;
            for (String line : Files.readAllLines(list)) {
                number++;
                if (!line.isBlank()) {
                    Path folder = list.resolveSibling("");
                    images.add(path(folder, line.strip(), list + ":" + number).normalize());
                }
            }
        } catch (IOException e) {
            throw new PithException(
                    list + ": cannot be read as paths of images, one a line (" + e.getMessage() + ")", e);
        }
        return images;
    }

    private static String key(Path root, Path image) {
        return FileName.of(image.startsWith(root) ? root.relativize(image) : image, root);
    }

    private static Bags objects(String name, List<Path> images, List<String> classNames, Fingerprint fingerprint) {
        int[] image = new int[images.size()];
        int[] classes = new int[images.size()];
        int objects = 0;
        int without = 0;
        Path first = null;
        for (int id = 0; id < images.size(); id++) {
            Path file = YoloLabels.file(images.get(id));
            Optional<YoloLabels> labels = YoloLabels.read(file, classNames);
            fingerprint.text(labels.map(YoloLabels::text).orElse(""));
            if (labels.isEmpty()) {
                first = first == null ? file : first;
                without++;
                continue;
            }
            for (int label : labels.get().classes()) {
                if (objects == classes.length) {
                    image = Arrays.copyOf(image, 2 * objects);
                    classes = Arrays.copyOf(classes, 2 * objects);
                }
                image[objects] = id;
                classes[objects++] = label;
            }
        }
        if (without > 0) {
            log.warn(
                    "{}: {} of {} images have no file of labels, such as {}, and count as without objects",
                    name,
                    without,
                    images.size(),
                    first);
        }
        return new Bags(images.size(), image, classes, objects);
    }

    /**
     * Writes {@code train.txt}, the absolute paths of images, one a line, and {@code data.yaml}, which is this one but
     * for its training part, which is that list, and for the other parts, whose paths become absolute.
     *
     * @param ids of the images, in the order of the list
     * @param folder that is written to
     * @param place where that folder will lie when all is written
     * @throws IOException when a file cannot be written
     */
    public void writeSelection(int[] ids, Path folder, Path place) throws IOException {
        List<String> lines = Arrays.stream(ids)
                .mapToObj(id -> path(id).toAbsolutePath().normalize().toString())
                .toList();
        String list = "train.txt";
        Files.write(folder.resolve(list), lines);
        description.write(
                folder.resolve(FILE), place.toAbsolutePath().normalize().resolve(list));
    }
}
