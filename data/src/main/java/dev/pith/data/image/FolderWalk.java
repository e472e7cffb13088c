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
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;

/** Collects the files under a folder, following links, as {@link FileList} orders them; hidden ones are passed over. */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private final Path root;
    private final Path start;
    private final Predicate<String> wanted;
    private final LeftOut leftOut;
    private final FileList files = new FileList();
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

    private FolderWalk(Path root, Path start, Predicate<String> wanted, LeftOut leftOut) {
        this.root = root;
        this.start = start;
        this.wanted = wanted;
        this.leftOut = leftOut;
    }

    /**
     * Returns the files under {@code root/folder} whose name is wanted, in order.
     *
     * @param folder relative to {@code root}; empty for the root itself
     * @param leftOut hears of the others
     */
    static List<Entry> files(Path root, String folder, Predicate<String> wanted, LeftOut leftOut) {
        Path start = root.resolve(folder);
        FolderWalk walk = new FolderWalk(root, start, wanted, leftOut);
        try {
            Files.walkFileTree(start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walk);
        } catch (IOException e) {
            throw new PithException(start + ": cannot be listed (" + e + "); check its permissions", e);
        }
        walk.files.sort();
        return walk.files;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        if (isHidden(directory)) {
            leftOut.hidden(FileName.of(root.relativize(directory), root));
            return FileVisitResult.SKIP_SUBTREE;
        }
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
        if (!wanted.test(text)) {
            if (!isHidden(file)) {
                leftOut.ofOtherKind(text);
            }
        } else if (isHidden(file)) {
            leftOut.hidden(FileName.of(root.relativize(file), root));
        } else {
            String name = FileName.of(file.getFileName(), root);
            files.add(
                    folder,
                    name,
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis());
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (isHidden(file)) {
            return FileVisitResult.CONTINUE;
        }
        if (failure instanceof FileSystemLoopException) {
            throw new PithException(file + ": a symbolic link back to a folder it lies in; remove it", failure);
        }
        throw failure;
    }

    private boolean isHidden(Path entry) {
        return !entry.equals(start) && LeftOut.isHidden(entry.getFileName().toString());
    }
}
