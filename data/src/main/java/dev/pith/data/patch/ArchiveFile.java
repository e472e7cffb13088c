package dev.pith.data.patch;

import dev.pith.PithException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/**
 * Reads parts of a file. Safe for several threads, and, unlike a channel, not closed by one of them being interrupted.
 */
final class ArchiveFile implements AutoCloseable {
    private final Path path;
    private final RandomAccessFile file;
    private final long length;

    ArchiveFile(Path path) {
        this.path = path;
        try {
            file = new RandomAccessFile(path.toFile(), "r");
            length = file.length();
        } catch (FileNotFoundException e) {
            throw new PithException(path + ": cannot be opened; check that it exists and may be read", e);
        } catch (IOException e) {
            throw new PithException(path + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    Path path() {
        return path;
    }

    long length() {
        return length;
    }

    /** Returns the bytes from {@code from} on, fewer where the file ends before. */
    byte[] upTo(long from, long count) throws IOException {
        return read(from, (int) Math.max(0, Math.min(count, length - from)));
    }

    synchronized byte[] read(long from, int count) throws IOException {
        if (from < 0 || from + count > length) {
            throw new EOFException("it ends too early");
        }
        byte[] bytes = new byte[count];
        file.seek(from);
        file.readFully(bytes);
        return bytes;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new PithException(path + ": cannot be closed (" + e.getMessage() + ")", e);
        }
    }
}
