package dev.pith.data.export;

import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Gives every image a path of its own in an exported folder. A path in the source is one here too, where it begins with
 * the folder of the image's class and every file system takes it.
 */
final class ImagePaths {
    private final ImageSource source;
    private final @Nullable Labels labels;
    private final Map<Long, String> classFolders;
    private final int digits;
    /**
     * Files and the folders they lie in, folded, since some file systems take {@code A.png} and {@code a.png}
     * for the same.
     */
    private final Set<String> files = new HashSet<>();

    private final Set<String> folders = new HashSet<>();

    ImagePaths(ImageSource source) {
        this.source = source;
        this.labels = source.labels().orElse(null);
        this.classFolders = labels == null ? Map.of() : ClassFolders.of(labels);
        this.digits = Integer.toString(source.size() - 1).length();
    }

    /** Returns the path of an image, with {@code /} between folders; to be asked once for each. */
    String of(int id, String extension) {
        String key = source.key(id);
        boolean isPath = source.file(id).filter(file -> file.endsWith(key)).isPresent();
        String classInSource = isPath ? classInSource(id, key) : "";
        String folder = folder(id);
        if (isPath && folder.equals(classInSource) && isName(key) && take(key)) {
            return key;
        }
        String end = "." + FolderName.of(extension);
        String name = name(key.substring(classInSource.length()));
        if (name.toLowerCase(Locale.ROOT).endsWith(end.toLowerCase(Locale.ROOT))) {
            name = name.substring(0, name.length() - end.length());
        }
        String path = folder + name + end;
        for (int more = 1; !take(path); more++) {
            // Without folders, of which one may be called as a file is.
            path = folder + name.replace('/', '_') + "-" + id + (more == 1 ? "" : "-" + more) + end;
        }
        return path;
    }

    /**
     * Returns the folder of its class that a path begins with, and the slash after it; empty where it begins otherwise.
     */
    private String classInSource(int id, String key) {
        if (labels == null || labels.names().isEmpty()) {
            return "";
        }
        String folder = labels.name(id) + "/";
        return key.startsWith(folder) ? folder : "";
    }

    private static boolean isName(String key) {
        return Arrays.stream(key.split("/"))
                .allMatch(name -> FolderName.of(name).equals(name));
    }

    private String name(String key) {
        return key.matches("[0-9]+")
                ? ClassFolders.padded(key, digits)
                : Arrays.stream(key.split("/")).map(FolderName::of).collect(Collectors.joining("/"));
    }

    /**
     * Takes a path unless there is such a file already, or such a folder, or a file where one of its folders would be.
     */
    private boolean take(String path) {
        String file = FolderName.folded(path);
        List<String> above = new ArrayList<>();
        for (int slash = file.indexOf('/'); slash >= 0; slash = file.indexOf('/', slash + 1)) {
            above.add(file.substring(0, slash));
        }
        if (files.contains(file) || folders.contains(file) || above.stream().anyMatch(files::contains)) {
            return false;
        }
        folders.addAll(above);
        return files.add(file);
    }

    private String folder(int id) {
        return labels == null || labels.unlabelled().get(id) ? "" : classFolders.get(labels.values()[id]) + "/";
    }
}
