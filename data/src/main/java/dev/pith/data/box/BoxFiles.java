package dev.pith.data.box;

import dev.pith.PithException;
import dev.pith.data.BoxSource;
import dev.pith.data.Fingerprint;
import dev.pith.data.GivenLabels;
import dev.pith.data.Labels;
import dev.pith.data.image.ImageFiles;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Image files with boxes. A key is the path of an image as its list has it; the fingerprint covers what is said of
 * boxes, and the keys, sizes and modification times of images. An image that is not there is a sample that cannot be
 * read; how many there are is logged as a warning.
 */
abstract class BoxFiles extends ImageFiles implements BoxSource {
    private static final Logger log = LoggerFactory.getLogger(BoxFiles.class);

    private final Content content;

    /**
     * What a source holds.
     *
     * @param folder that keys are relative to, unless they are absolute
     * @param keys one an image
     * @param labels of images as wholes, or null
     */
    record Content(Path folder, List<String> keys, Bags objects, List<String> classNames, @Nullable Labels labels) {
        Path path(int id) {
            return folder.resolve(keys.get(id));
        }
    }

    /**
     * Makes a source.
     *
     * @param fingerprint of what is said of boxes; that of the images is added to it
     */
    BoxFiles(String name, Content content, Fingerprint fingerprint) {
        super(name, withImages(name, content, fingerprint));
        this.content = content;
    }

    private static String withImages(String name, Content content, Fingerprint fingerprint) {
        int missing = 0;
        Path first = null;
        for (int id = 0; id < content.keys.size(); id++) {
            Path file = content.path(id);
            try {
                fingerprint.entry(content.keys.get(id), file);
            } catch (NoSuchFileException e) {
                fingerprint.text(content.keys.get(id)).number(-1);
                first = first == null ? file : first;
                missing++;
            } catch (IOException e) {
                throw new PithException(file + ": cannot be looked at (" + e + "); check its permissions", e);
            }
        }
        if (missing > 0) {
            log.warn("{}: {} of {} images are not there, such as {}", name, missing, content.keys.size(), first);
        }
        return fingerprint.hex();
    }

    /** Reads labels that are given for images as wholes. */
    static @Nullable Labels labels(String name, List<String> keys, @Nullable GivenLabels given, Fingerprint print) {
        if (given == null) {
            return null;
        }
        print.file(given.file());
        return given.of(keys.size(), name, keys::get);
    }

    /**
     * Returns a path that a file names.
     *
     * @param where it stands
     */
    static Path path(Path folder, String text, String where) {
        try {
            return folder.resolve(text);
        } catch (InvalidPathException e) {
            throw new PithException(
                    where + " is '" + text + "', no path that this system can express; rename it, or try"
                            + " LC_ALL=C.UTF-8",
                    e);
        }
    }

    @Override
    protected final Path path(int id) {
        return content.path(id);
    }

    @Override
    public final int size() {
        return content.keys.size();
    }

    @Override
    public final String key(int id) {
        return content.keys.get(id);
    }

    @Override
    public final Optional<Labels> labels() {
        return Optional.ofNullable(content.labels);
    }

    @Override
    public final int[] classes(int id) {
        return content.objects.get(id);
    }

    @Override
    public final List<String> classNames() {
        return content.classNames;
    }
}
