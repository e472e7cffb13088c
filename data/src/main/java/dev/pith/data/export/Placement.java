package dev.pith.data.export;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How an image file gets into an exported folder. Images that have no file of their own are written there. */
public enum Placement {
    /** A second name for the same file, at no cost of space; a copy where the file system has no such names. */
    HARD_LINK {
        @Override
        void place(Path file, Path target) throws IOException {
            try {
                Files.createLink(target, file.toRealPath());
            } catch (UnsupportedOperationException | FileSystemException e) {
                COPY.place(file, target);
            }
        }
    },

    /** A file of its own. */
    COPY {
        @Override
        void place(Path file, Path target) throws IOException {
            Files.copy(file, target);
        }
    },

    /** A symbolic link with an absolute path. */
    SYMLINK {
        @Override
        void place(Path file, Path target) throws IOException {
            Files.createSymbolicLink(target, file.toRealPath());
        }
    };

    abstract void place(Path file, Path target) throws IOException;
}
