package dev.pith.fuzz;

import dev.pith.PithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What holds for every parser and whatever bytes it is given: it reads them, or refuses them with a
 * {@link PithException} of one line that names the file, and allocates in proportion to their number. Anything else
 * that it throws is a finding.
 */
public final class Law {
    /** Buffers, tables and messages of a parser, whatever it reads. */
    private static final long ALLOWANCE = 32L << 20;
    /** A pickle of one byte a value takes some hundred a value in memory. */
    private static final long BYTES_A_BYTE = 200;

    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final Path FOLDER = folder();

    private Law() {}

    /** Reads a file to its end. */
    public interface Parser {
        /** Reads; an exception other than {@link PithException} is a finding. */
        void read(Path file);
    }

    /**
     * Gives bytes to a parser.
     *
     * @param name of the file, whose extension may say what it is
     * @return whether they were read, not refused
     * @throws AssertionError when the law is broken
     */
    public static boolean holds(byte[] data, String name, Parser parser) {
        return holds(data, name, ALLOWANCE, parser);
    }

    /**
     * Gives bytes to a parser likewise.
     *
     * @param allowance the bytes that it may allocate whatever the file's size
     */
    public static boolean holds(byte[] data, String name, long allowance, Parser parser) {
        Path file = FOLDER.resolve(name);
        delete(file); // an older one may still be mapped
        try {
            Files.write(file, data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            long limit = allowance + BYTES_A_BYTE * data.length;
            long before = THREADS.getCurrentThreadAllocatedBytes();
            boolean read = isRead(file, name, parser);
            if (THREADS.getCurrentThreadAllocatedBytes() - before > limit) {
                before = THREADS.getCurrentThreadAllocatedBytes();
                read = isRead(file, name, parser); // classes are loaded once, and by Jazzer rewritten
                long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
                if (allocated > limit) {
                    throw new AssertionError(allocated + " bytes allocated for a file of " + data.length);
                }
            }
            return read;
        } finally {
            delete(file); // the next one may not be told by what lies beside it
        }
    }

    private static boolean isRead(Path file, String name, Parser parser) {
        try {
            parser.read(file);
            return true;
        } catch (PithException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.contains(name) || message.indexOf('\n') >= 0) {
                throw new AssertionError("no line that names the file: " + message, e);
            }
            return false;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("pith-fuzz");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
