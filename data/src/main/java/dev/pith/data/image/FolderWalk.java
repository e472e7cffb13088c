package dev.pith.data.image;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;

/** Collects the files under a folder, following links, in no particular order. */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Predicate<String> wanted;
    private final List<Entry> entries = new ArrayList<>();
    private String folder = "";

    /**
     * A file.
     *
     * @param folder that it lies in, relative to the root
     * @param name without the folder
     * @param size in bytes
     */
    record Entry(String folder, String name, long size, long modifiedMillis) {
        String key() {
            return folder.isEmpty() ? name : folder + "/" + name;
        }
    }

    private FolderWalk(Path root, Predicate<String> wanted) {
        this.root = root;
        this.wanted = wanted;
    }

    /**
     * Returns the files under {@code root/folder} whose name is wanted.
     *
     * @param folder relative to {@code root}; empty for the root itself
     */
    static List<Entry> files(Path root, String folder, Predicate<String> wanted) {
        FolderWalk walk = new FolderWalk(root, wanted);
        Path start = root.resolve(folder);
        try {
            Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            throw new PithException(start + ": cannot be listed (" + e + "); check its permissions", e);
        }
        return walk.entries;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        folder = FileName.of(root.relativize(directory), root);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
        folder = FileName.of(root.relativize(directory.resolveSibling("")), root);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        String text = file.getFileName().toString();
        if (wanted.test(text)) {
            String name = FileName.of(file.getFileName(), root);
            entries.add(new Entry(
                    folder,
                    name,
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis()));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof FileSystemLoopException) {
            throw new PithException(file + ": a symbolic link back to a folder it lies in; remove it", failure);
        }
        throw failure;
    }
}
