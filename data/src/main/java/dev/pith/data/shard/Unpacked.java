package dev.pith.data.shard;

import dev.pith.PithException;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A compressed file's content in a file for a while, in the folder for temporary files: in a compressed one no record
 * can be sought. It is deleted on closing, and when the program is interrupted.
 */
final class Unpacked implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Unpacked.class);

    private static final int BLOCK = 1 << 16;
    private static final long BYTES_BETWEEN_LOOKS = 4L << 20;

    private final Path original;
    private final Path folder;
    private final Path file;

    /**
     * What is not to be exceeded.
     *
     * @param reserveBytes left free for others
     * @param harmlessBytes of content are never taken for a bomb
     * @param ratio of content to file that no data reaches
     */
    record Limits(long reserveBytes, long harmlessBytes, long ratio) {
        static final Limits USUAL = new Limits(256L << 20, 1L << 30, 400);
    }

    private Unpacked(Path original, Path folder, Path file) {
        this.original = original;
        this.folder = folder;
        this.file = file;
    }

    /**
     * Unpacks a file.
     *
     * @param progress hears of the compressed bytes
     * @throws PithException when it is damaged or cut off, there is no room, or its content is out of all proportion
     */
    static Unpacked of(Path original, Compression compression, Progress progress) {
        return of(original, compression, Limits.USUAL, progress);
    }

    static Unpacked of(Path original, Compression compression, Limits limits, Progress progress) {
        Unpacked unpacked = begin(original);
        try {
            unpacked.fill(compression, limits, progress);
            return unpacked;
        } catch (IOException e) {
            unpacked.close();
            throw new PithException(
                    original + ": is damaged or cut off (" + (e.getMessage() == null ? "it ends early" : e.getMessage())
                            + " while unpacking it by " + compression + "); get it again",
                    e);
        } catch (RuntimeException | Error e) {
            unpacked.close();
            throw e;
        }
    }

    private static Unpacked begin(Path original) {
        try {
            Path folder = Files.createTempDirectory("pith-unpacked");
            Path file =
                    folder.resolve(Compression.plainName(original.getFileName().toString()));
            // Should the program be interrupted; deleted in the reverse order.
            folder.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return new Unpacked(original, folder, file);
        } catch (IOException e) {
            throw new PithException("cannot unpack " + original + ": " + e + "; make room for temporary files", e);
        }
    }

    private void fill(Compression compression, Limits limits, Progress progress) throws IOException {
        long size = Files.size(original);
        requireIsWhatItSays(compression, size);
        byte[] block = new byte[BLOCK];
        long written = 0;
        long nextLook = 0;
        try (CountingStream compressed =
                        new CountingStream(new BufferedInputStream(Files.newInputStream(original), BLOCK));
                InputStream content = compression.open(compressed);
                OutputStream out = create()) {
            for (int read = content.read(block); read >= 0; read = content.read(block)) {
                if (written >= nextLook) {
                    requireRoom(compression, limits);
                    nextLook = written + BYTES_BETWEEN_LOOKS;
                }
                written += read;
                if (written > limits.harmlessBytes() && written / limits.ratio() > size) {
                    throw new PithException(original + ": unpacks to more than " + limits.ratio()
                            + " times its size, as no data does; if it is right, unpack it with "
                            + compression.command() + " and name what that makes");
                }
                write(out, block, read);
                progress.onStep(Math.min(compressed.count, size), Math.max(1, size));
            }
        }
    }

    private void requireIsWhatItSays(Compression compression, long size) throws IOException {
        if (size > 0
                && Compression.ofContent(original).filter(compression::equals).isEmpty()) {
            throw new PithException(original + ": is not compressed by " + compression + ", though its name says so;"
                    + " rename it to " + file.getFileName() + " if it is that already, else get it again");
        }
    }

    private void requireRoom(Compression compression, Limits limits) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        if (free < limits.reserveBytes()) {
            throw noRoom("there are " + MemoryLimit.text(free) + " left in " + folder.getParent(), compression, null);
        }
    }

    private OutputStream create() {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new PithException("cannot unpack " + original + ": " + e + "; make room for temporary files", e);
        }
    }

    private void write(OutputStream out, byte[] block, int length) {
        try {
            out.write(block, 0, length);
        } catch (IOException e) {
            throw noRoom(
                    String.valueOf(e.getMessage()),
                    Compression.of(original.toString()).orElseThrow(),
                    e);
        }
    }

    private PithException noRoom(String why, Compression compression, @Nullable Exception e) {
        return new PithException(
                "no room to unpack " + original + " (" + why + "); make room there, name another folder with"
                        + " JAVA_OPTS=-Djava.io.tmpdir=DIR, or unpack it yourself with " + compression.command(),
                e);
    }

    /** Returns the content's file. */
    Path file() {
        return file;
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            log.warn("Cannot delete {}; delete it by hand", folder, e);
        }
    }

    private static final class CountingStream extends FilterInputStream {
        private long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count += b >= 0 ? 1 : 0;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = in.read(bytes, from, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
