package dev.pith.data.idx;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Split;
import dev.pith.data.image.RawImages;
import dev.pith.data.label.Idx;
import dev.pith.data.label.LabelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of images and the file of their labels, under the names that MNIST gave them:
 * {@code train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}, {@code t10k-...} for the test part, with or
 * without {@code .gz}, with a dot for the second dash, with anything in front.
 *
 * @param images the file of images
 * @param labels the file of labels, or null
 */
public record IdxPair(Path images, @Nullable Path labels) {
    private static final Pattern IMAGES = Pattern.compile("(.*)images([-.])idx3-ubyte(?:\\.gz)?");
    private static final Pattern TRAIN = Pattern.compile(".*train-");
    private static final Pattern TEST = Pattern.compile(".*(?:t10k|test)-");
    private static final Pattern ANY = Pattern.compile(".*-ubyte(?:\\.gz)?");

    /** Tells whether a file has the name of an IDX file. */
    public static boolean isIdx(Path file) {
        return ANY.matcher(file.getFileName().toString()).matches();
    }

    /** Returns a file of images with the labels that lie beside it, if they do. */
    public static IdxPair of(Path images) {
        Matcher name = IMAGES.matcher(images.getFileName().toString());
        if (!name.matches()) {
            return new IdxPair(images, null);
        }
        String labels = name.group(1) + "labels" + name.group(2) + "idx1-ubyte";
        return Stream.of(labels, labels + ".gz")
                .map(images::resolveSibling)
                .filter(Files::isRegularFile)
                .findFirst()
                .map(found -> new IdxPair(images, found))
                .orElseGet(() -> new IdxPair(images, null));
    }

    /**
     * Returns the pair of a split in a folder; nothing if the folder holds no IDX images at all.
     *
     * @throws PithException when the folder holds IDX images, but not of this split, or of several data sets
     */
    public static Optional<IdxPair> find(Path folder, Split split) {
        List<Path> all = imageFiles(folder);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Path> found = all.stream()
                .filter(file -> isOf(file, split))
                // The plain file is enough where the gzipped one lies beside it.
                .filter(file -> !all.contains(unzipped(file)))
                .toList();
        if (found.size() != 1) {
            throw new PithException(
                    folder + ": " + (found.isEmpty() ? "no" : "several") + " IDX files of images of the "
                            + (split == Split.TRAIN ? "training" : "test") + " part among " + names(all)
                            + "; give the path of the file");
        }
        return Optional.of(of(found.get(0)));
    }

    /** Tells whether a folder holds IDX images of a split. */
    public static boolean holds(Path folder, Split split) {
        return imageFiles(folder).stream().anyMatch(file -> isOf(file, split));
    }

    private static boolean isOf(Path file, Split split) {
        return (split == Split.TRAIN ? TRAIN : TEST).matcher(prefix(file)).matches();
    }

    private static List<Path> imageFiles(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            // What macOS keeps beside a file begins with a dot.
            List<Path> images = new ArrayList<>(
                    files.filter(file -> !file.getFileName().toString().startsWith("."))
                            .filter(file -> IMAGES.matcher(file.getFileName().toString())
                                    .matches())
                            .toList());
            images.sort(null);
            return images;
        } catch (IOException e) {
            throw new PithException(folder + ": cannot be listed (" + e + "); check its permissions", e);
        }
    }

    private static String prefix(Path file) {
        Matcher name = IMAGES.matcher(file.getFileName().toString());
        return name.matches() ? name.group(1) : "";
    }

    /** Returns the name without {@code .gz}; for a plain file one that does not exist. */
    private static Path unzipped(Path file) {
        String name = file.getFileName().toString();
        return file.resolveSibling(name.endsWith(".gz") ? name.substring(0, name.length() - 3) : "");
    }

    private static String names(List<Path> files) {
        return String.join(
                ", ", files.stream().map(file -> file.getFileName().toString()).toList());
    }

    /**
     * Reads the files into memory.
     *
     * @param name what the user called the source
     * @param classes the names of the labels, empty if they have none
     */
    public ImageSource open(String name, List<String> classes) {
        Idx.Images read = Idx.images(images);
        int size = read.pixels().length;
        return new RawImages(
                name,
                read.width(),
                read.height(),
                read.pixels(),
                labels == null ? null : labels(labels, size, classes),
                RawImages.fileBytes(List.of(images)),
                Fingerprint.ofFiles(labels == null ? List.of(images) : List.of(images, labels)));
    }

    private Labels labels(Path file, int size, List<String> classes) {
        Labels read = LabelFile.read(file, size, images.toString(), Integer::toString);
        return read.names().isEmpty() ? new Labels(read.values(), classes) : read;
    }
}
