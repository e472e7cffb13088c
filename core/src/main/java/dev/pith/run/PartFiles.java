package dev.pith.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files and folders that are being written: hidden, beside the name they will get. */
final class PartFiles {
    private static final Logger log = LoggerFactory.getLogger(PartFiles.class);
    private static final String SUFFIX = ".part";

    private PartFiles() {}

    /** Returns the name under which {@code target} is written; always the same, so that the next try cleans it up. */
    static Path beside(Path target) {
        return target.resolveSibling("." + target.getFileName() + SUFFIX);
    }

    /** Returns the name that a part, or what lies in one, will get; other paths as they are. */
    static Path target(Path path) {
        Path target = path.getRoot();
        for (Path name : path) {
            String text = name.toString();
            while (isPart(text)) {
                text = text.substring(1, text.length() - SUFFIX.length()); // a part may be written as a part itself
            }
            target = target == null ? Path.of(text) : target.resolve(text);
        }
        return target == null ? path : target;
    }

    /** Deletes what killed commands left in a directory. */
    static void cleanUp(Path directory) throws IOException {
        List<Path> leftovers;
        try (Stream<Path> entries = Files.list(directory)) {
            leftovers = entries.filter(entry -> isPart(entry.getFileName().toString()))
                    .toList();
        }
        for (Path leftover : leftovers) {
            log.debug("Deleting {}, left by a command that was killed", leftover);
            delete(leftover);
        }
    }

    private static boolean isPart(String name) {
        return name.length() > SUFFIX.length() && name.startsWith(".") && name.endsWith(SUFFIX);
    }

    /** Deletes a file, or a folder with all that is in it; links are not followed. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(path)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path entry : deepestFirst) {
            Files.deleteIfExists(entry);
        }
    }

    /** Deletes a file and those of its folders below {@code top} that are empty without it. */
    static void deleteWithEmptyFolders(Path file, Path top) throws IOException {
        Files.deleteIfExists(file);
        Path folder = file.getParent();
        while (folder != null && !folder.equals(top) && folder.startsWith(top) && isEmpty(folder)) {
            Files.delete(folder);
            folder = folder.getParent();
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /** Deletes after a failure, which is what the user has to hear about. */
    static void deleteQuietly(Path path) {
        try {
            delete(path);
        } catch (IOException e) {
            log.debug("Cannot delete {}; the next command on the run will", path, e);
        }
    }

    /** Returns when a file, or each file of a folder, is on the disk. */
    static void sync(Path path) throws IOException {
        for (Path file : filesOf(path)) {
            if (Files.isSymbolicLink(file) || !Files.isWritable(file)) {
                continue; // a link to a file of the user's, which lies on the disk already
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Returns a file, or the files of a folder, sorted by path. */
    static List<Path> filesOf(Path path) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Gives a whole file or folder its final name, in place of what had it. */
    static void publish(Path part, Path target) throws IOException {
        if (Files.isDirectory(part)) {
            delete(target); // a folder cannot be renamed over another
        }
        try {
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        }
        syncFolderOf(target.toAbsolutePath());
    }

    private static void syncFolderOf(Path file) {
        Path directory = file.getParent();
        if (directory == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            log.trace("Directory {} cannot be synced here; a rename may be lost with the power", directory, e);
        }
    }
}
