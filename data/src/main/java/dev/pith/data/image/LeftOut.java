package dev.pith.data.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What is passed over in an image folder. Files of other kinds are no samples for torchvision's {@code ImageFolder}
 * either. What is hidden would be: files that macOS, notebooks and synchronization leave behind, which nobody means as
 * data; so ids differ from torchvision's where there are such.
 */
final class LeftOut {
    /** Folders that unpacking on macOS and Synology's thumbnails make. */
    private static final Set<String> SYSTEM_FOLDERS = Set.of("__MACOSX", "@eaDir");

    private static final Set<String> SYSTEM_FILES = Set.of("thumbs.db", "desktop.ini");

    private final List<String> extensions;
    private final Map<String, Integer> otherKinds = new TreeMap<>();
    private final SortedSet<String> hidden = new TreeSet<>();
    private int besideClasses;

    /**
     * Starts with nothing.
     *
     * @param extensions of images
     */
    LeftOut(List<String> extensions) {
        this.extensions = extensions;
    }

    /** Tells whether a file or folder of that name is no data. */
    static boolean isHidden(String name) {
        return name.startsWith(".")
                || SYSTEM_FOLDERS.contains(name)
                || SYSTEM_FILES.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Hears of a file that is none of an image, in a class folder. */
    void ofOtherKind(String name) {
        int dot = name.lastIndexOf('.');
        String kind = dot < 0 ? "without extension" : name.substring(dot).toLowerCase(Locale.ROOT);
        otherKinds.merge(kind, 1, Integer::sum);
    }

    /**
     * Hears of a hidden folder, or of a hidden file with an image's extension.
     *
     * @param key path in the source
     */
    void hidden(String key) {
        hidden.add(key);
    }

    /** Hears how many images lie in the folder of class folders itself. */
    void besideClasses(int images) {
        besideClasses = images;
    }

    /** Returns how many files of each other kind there are; nothing where there are none. */
    Optional<String> counts() {
        return otherKinds.isEmpty()
                ? Optional.empty()
                : Optional.of(otherKinds.entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .collect(Collectors.joining(", ")));
    }

    /** Returns all that in one line; nothing where nothing was passed over. */
    Optional<String> line() {
        List<String> parts = new ArrayList<>();
        counts().ifPresent(counts -> parts.add("files of other kinds (" + counts + "; images are "
                + String.join(" ", extensions) + ", as for torchvision)"));
        if (besideClasses > 0) {
            parts.add(besideClasses + (besideClasses == 1 ? " image" : " images") + " beside the class folders");
        }
        if (!hidden.isEmpty()) {
            parts.add(hidden.size() + " hidden (" + hidden.first() + (hidden.size() == 1 ? "" : ", ...")
                    + "), which torchvision would take, so that ids differ from its");
        }
        return parts.isEmpty() ? Optional.empty() : Optional.of("left out are " + String.join("; ", parts));
    }
}
