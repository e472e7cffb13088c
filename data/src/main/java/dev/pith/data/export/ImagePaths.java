package dev.pith.data.export;

import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives every image a path of its own in an exported folder. */
final class ImagePaths {
    private final ImageSource source;
    private final @Nullable Labels labels;
    private final Map<Long, String> classFolders;
    private final int digits;
    /** In lower case, since some file systems take {@code A.png} and {@code a.png} for the same. */
    private final Set<String> taken = new HashSet<>();

    ImagePaths(ImageSource source) {
        this.source = source;
        this.labels = source.labels().orElse(null);
        this.classFolders = labels == null ? Map.of() : ClassFolders.of(labels);
        this.digits = Integer.toString(source.size() - 1).length();
    }

    /** Returns the path of an image, with {@code /} between folders; to be asked once for each. */
    String of(int id, String extension) {
        String key = source.key(id);
        if (keepsItsPath(id, key)) {
            taken.add(key.toLowerCase(Locale.ROOT));
            return key;
        }
        String end = "." + FolderName.of(extension);
        String name = key.matches("[0-9]+")
                ? ClassFolders.padded(key, digits)
                : Arrays.stream(key.split("/")).map(FolderName::of).collect(Collectors.joining("/"));
        if (name.toLowerCase(Locale.ROOT).endsWith(end.toLowerCase(Locale.ROOT))) {
            name = name.substring(0, name.length() - end.length());
        }
        String path = folder(id) + name;
        if (!taken.add((path + end).toLowerCase(Locale.ROOT))) {
            path += "-" + id;
            taken.add((path + end).toLowerCase(Locale.ROOT));
        }
        return path + end;
    }

    /** A path in the source is one here too, where it begins with the folder of the image's class. */
    private boolean keepsItsPath(int id, String key) {
        boolean isPath = source.file(id).filter(file -> file.endsWith(key)).isPresent();
        return isPath && (labels == null || (!labels.names().isEmpty() && key.startsWith(labels.name(id) + "/")));
    }

    private String folder(int id) {
        return labels == null || labels.unlabelled().get(id) ? "" : classFolders.get(labels.values()[id]) + "/";
    }
}
