package dev.pith.run;

import dev.pith.PithException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes single files whole or not at all: beside their final name, then renamed. */
public final class AtomicFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private AtomicFile() {}

    /** What a file will hold. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to {@code out}, which is buffered and closed by the caller. */
        void writeTo(OutputStream out) throws IOException;
    }

    /** Makes a file under a name of its own. */
    @FunctionalInterface
    public interface Maker {
        /** Writes everything to {@code part}, which does not exist yet. */
        void make(Path part) throws IOException;
    }

    /**
     * Writes a file, replacing any of the same name.
     *
     * @param file its final name; its folder exists
     * @throws PithException naming the file when it cannot be written; an older file of that name is then untouched
     */
    public static void write(Path file, Content content) {
        make(file, part -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), BUFFER_BYTES)) {
                content.writeTo(out);
            }
        });
    }

    /**
     * Writes a file by something that wants a path of its own, replacing any of the same name.
     *
     * @param file its final name; its folder exists
     * @throws PithException naming the file when it cannot be written; an older file of that name is then untouched
     */
    public static void make(Path file, Maker maker) {
        Path part = PartFiles.beside(file);
        try {
            PartFiles.delete(part);
            maker.make(part);
            PartFiles.sync(part);
            PartFiles.publish(part, file);
        } catch (IOException | UncheckedIOException e) {
            throw WriteFailure.of(file, e);
        } finally {
            PartFiles.deleteQuietly(part);
        }
    }

    /**
     * Writes a folder of many files, replacing any of the same name.
     *
     * <p>A process that is killed leaves the whole folder or none. Unlike single files, its files are not forced to the
     * disk one by one, which would take minutes for tens of thousands: the power should not fail in the seconds after.
     *
     * @param folder its final name; the folder above exists
     * @param maker is given an empty folder
     * @throws PithException naming the folder when it cannot be written; an older one of that name is then untouched
     */
    public static void makeFolder(Path folder, Maker maker) {
        Path part = PartFiles.beside(folder);
        try {
            PartFiles.delete(part);
            maker.make(Files.createDirectory(part));
            PartFiles.publish(part, folder);
        } catch (IOException | UncheckedIOException e) {
            throw WriteFailure.of(folder, e);
        } finally {
            PartFiles.deleteQuietly(part);
        }
    }
}
