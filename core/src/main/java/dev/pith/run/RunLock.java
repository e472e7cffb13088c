package dev.pith.run;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's lock on a run, or on another directory that one command works on at a time; gone when
 * its process is.
 *
 * <p>The empty file {@code .lock} stays, unless the whole directory goes ({@link Run#close()}).
 */
public final class RunLock implements AutoCloseable {
    static final String FILE = ".lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Locks a run.
     *
     * @throws PithException when another command holds it
     */
    public static RunLock acquire(Path run) throws IOException {
        Path file = run.resolve(FILE);
        while (true) {
            Files.createDirectories(run);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            Object opened = key(file);
            boolean locked = false;
            try {
                locked = tryLock(channel) != null;
                if (!locked) {
                    throw new PithException(
                            run
                                    + ": another pith command works on this run; wait until it ends, or give another directory");
                }
                if (Files.exists(file) && Objects.equals(opened, key(file))) {
                    return new RunLock(channel);
                }
                locked = false; // the command that held it has deleted its run: that file is nobody's any more
            } finally {
                if (!locked) {
                    channel.close();
                }
            }
        }
    }

    /** Returns what tells a file from a later one of its name, where the system has such a thing. */
    private static @Nullable Object key(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                : null;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // held by this very process
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
