package dev.pith.data.image;

import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.CodePointOrder;
import dev.pith.data.Fingerprint;
import dev.pith.data.GivenLabels;
import dev.pith.data.Labels;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of class folders of images, with the classes, the order and the extensions of torchvision's
 * {@code ImageFolder}: classes are the sub-folders by name; inside a class come folders by path, then files by name,
 * all by code point, so that {@code c/z.png} comes before {@code c/a/1.png}. Symbolic links are followed. What lies
 * beside the class folders is left alone. Unlike there, hidden files and folders are no samples and no classes
 * ({@link LeftOut}); what is passed over is logged as a warning.
 *
 * <p>A folder without sub-folders is a source too: its images by name, without labels.
 *
 * <p>A key is a path relative to the folder. The fingerprint covers keys, sizes and modification times.
 */
public final class ImageFolder extends ImageFiles {
    private static final Logger log = LoggerFactory.getLogger(ImageFolder.class);
    private static final List<String> EXTENSIONS =
            List.of(".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp");

    private final Path root;
    private final Keys keys;
    private final @Nullable Labels labels;

    private ImageFolder(String name, Path root, Keys keys, @Nullable Labels labels, String fingerprint) {
        super(name, fingerprint);
        this.root = root;
        this.keys = keys;
        this.labels = labels;
    }

    /**
     * Lists a folder; no image is opened.
     *
     * @param name what the user called it
     * @param given labels that win over those of the class folders, or null
     * @throws PithException when there is no image, a class folder has none, a file's name cannot be read as text, a
     *     folder cannot be read, or links form a circle
     */
    public static ImageFolder open(String name, Path root, @Nullable GivenLabels given) {
        return open(name, root, given, log::warn);
    }

    static ImageFolder open(String name, Path root, @Nullable GivenLabels given, Consumer<String> warnings) {
        LeftOut leftOut = new LeftOut(EXTENSIONS);
        List<String> classes = classes(root, leftOut);
        List<String> folders = classes.isEmpty() ? List.of("") : classes;
        Keys keys = new Keys();
        int[] ends = new int[folders.size()]; // of each class: how many images there are to its last
        Fingerprint fingerprint = new Fingerprint();
        for (int label = 0; label < folders.size(); label++) {
            List<FolderWalk.Entry> images = FolderWalk.files(root, folders.get(label), ImageFolder::isImage, leftOut);
            if (images.isEmpty()) {
                throw noImages(root, folders.get(label));
            }
            for (FolderWalk.Entry image : images) {
                keys.add(image.key());
                fingerprint.text(image.key()).number(image.size()).number(image.modifiedMillis());
            }
            ends[label] = keys.size();
        }
        leftOut.line().ifPresent(line -> warnings.accept(name + ": " + line));
        Labels ofSource = given == null ? ofFolders(classes, ends) : given.of(keys.size(), name, keys::get);
        if (given != null) {
            fingerprint.file(given.file());
        }
        return new ImageFolder(name, root, keys, ofSource, fingerprint.hex());
    }

    private static @Nullable Labels ofFolders(List<String> classes, int[] ends) {
        if (classes.isEmpty()) {
            return null;
        }
        long[] labels = new long[ends[ends.length - 1]];
        for (int label = 1; label < ends.length; label++) {
            Arrays.fill(labels, ends[label - 1], ends[label], label);
        }
        return new Labels(labels, classes);
    }

    private static List<String> classes(Path root, LeftOut leftOut) {
        List<String> classes = new ArrayList<>();
        int images = 0;
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            for (Path entry : entries) {
                String text = entry.getFileName().toString();
                if (!Files.isDirectory(entry)) {
                    images += isImage(text) && !LeftOut.isHidden(text) ? 1 : 0;
                } else if (!LeftOut.isHidden(text)) {
                    classes.add(FileName.of(entry.getFileName(), root));
                } else {
                    leftOut.hidden(FileName.of(entry.getFileName(), root));
                }
            }
        } catch (IOException e) {
            throw new PithException(root + ": cannot be listed (" + e + "); check its permissions", e);
        }
        if (!classes.isEmpty()) {
            leftOut.besideClasses(images);
        }
        classes.sort(CodePointOrder.INSTANCE);
        return classes;
    }

    /** Tells whether an image folder takes a file of that name for a sample. */
    public static boolean isImage(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(lower::endsWith);
    }

    private static PithException noImages(Path root, String folder) {
        LeftOut leftOut = new LeftOut(EXTENSIONS);
        FolderWalk.files(root, folder, ImageFolder::isImage, leftOut);
        String instead = leftOut.counts().map(counts -> ", only " + counts).orElse("");
        String extensions = "(" + String.join(" ", EXTENSIONS) + ")" + instead;
        return folder.isEmpty()
                ? new PithException(root + ": holds neither class folders nor images " + extensions)
                : new PithException(root.resolve(folder) + ": class folder without images " + extensions
                        + "; remove it or fill it");
    }

    /** Returns the images below a folder in the order of image folders; hidden ones are passed over. */
    public static List<Path> images(Path folder) {
        List<FolderWalk.Entry> images = FolderWalk.files(folder, "", ImageFolder::isImage, new LeftOut(EXTENSIONS));
        return images.stream().map(image -> folder.resolve(image.key())).toList();
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public String key(int id) {
        return keys.get(id);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    @Override
    protected Path path(int id) {
        return root.resolve(keys.get(id));
    }
}
