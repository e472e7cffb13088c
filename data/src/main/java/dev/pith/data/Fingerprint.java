package dev.pith.data;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A SHA-256 that tells whether a source has changed since it was read.
 *
 * <p>A file of up to 64 MiB counts with all its bytes, wherever it lies and whatever its date. A larger one counts with
 * its size, its modification time, and 16 blocks of 64 KiB spread evenly from its first byte to its last: reading
 * gigabytes before every command would cost more than it protects from. The files of a folder count with their names,
 * sizes and modification times.
 */
public final class Fingerprint {
    private static final long WHOLE = 64L << 20;
    private static final int BLOCK = 64 << 10;
    private static final int BLOCKS = 16;

    private final MessageDigest digest;

    /** Starts an empty fingerprint. */
    public Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the fingerprint of a text. */
    public static String ofText(String text) {
        return new Fingerprint().text(text).hex();
    }

    /** Returns the fingerprint of files, in the order given. */
    public static String ofFiles(Iterable<Path> files) {
        Fingerprint fingerprint = new Fingerprint();
        files.forEach(fingerprint::file);
        return fingerprint.hex();
    }

    /**
     * Returns the fingerprint of many files, in the order given: their names, and all bytes of up to 64 MiB in total.
     * Of more it takes sizes, modification times and as many blocks of each file as make up 64 MiB, one to 16.
     *
     * @param names as they are called among each other
     */
    public static String ofShards(List<Path> files, List<String> names) {
        Fingerprint fingerprint = new Fingerprint();
        try {
            long total = 0;
            for (Path file : files) {
                total += Files.size(file);
            }
            int blocks = (int) Math.max(1, Math.min(BLOCKS, WHOLE / BLOCK / files.size()));
            for (int i = 0; i < files.size(); i++) {
                long size = Files.size(files.get(i));
                fingerprint.text(names.get(i)).number(size);
                if (total <= WHOLE) {
                    fingerprint.wholeFile(files.get(i));
                } else {
                    fingerprint.number(modified(files.get(i)));
                    fingerprint.sampledFile(files.get(i), size, blocks);
                }
            }
        } catch (IOException e) {
            throw new PithException("a file of the source cannot be read (" + e + "); check that it is still there", e);
        }
        return fingerprint.hex();
    }

    /** Adds bytes as they are, so that any other program with SHA-256 gets the same of them. */
    public Fingerprint bytes(byte[] bytes) {
        digest.update(bytes);
        return this;
    }

    /** Adds a text. */
    public Fingerprint text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(bytes.length);
        digest.update(bytes);
        return this;
    }

    /** Adds a number. */
    public Fingerprint number(long number) {
        digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        return this;
    }

    /**
     * Adds a file by its content, or by samples of it when it is large.
     *
     * @throws PithException when the file cannot be read
     */
    public Fingerprint file(Path path) {
        Path file = Npy.fileOf(path);
        if (!file.equals(path)) {
            text(file.relativize(path).toString()); // an array in an archive
        }
        try {
            long size = Files.size(file);
            number(size);
            if (size <= WHOLE) {
                wholeFile(file);
            } else {
                number(modified(file));
                sampledFile(file, size, BLOCKS);
            }
            return this;
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e + "); check the file", e);
        }
    }

    /** Adds the name, size and modification time of one of many files. */
    public Fingerprint entry(String name, Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return text(name)
                .number(attributes.size())
                .number(attributes.lastModifiedTime().toMillis());
    }

    /** Returns the fingerprint in hex; nothing may be added afterwards. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long modified(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toMillis();
    }

    /** Adds all bytes of a file as they are, like {@link #bytes}, a block at a time. */
    public Fingerprint wholeFile(Path file) throws IOException {
        byte[] block = new byte[BLOCK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(block); read > 0; read = in.read(block)) {
                digest.update(block, 0, read);
            }
        }
        return this;
    }

    private void sampledFile(Path file, long size, int blocks) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        try (FileChannel channel = FileChannel.open(file)) {
            for (int i = 0; i < blocks; i++) {
                channel.read(block.clear(), Math.max(0, size - BLOCK) / Math.max(1, blocks - 1) * i);
                digest.update(block.flip());
            }
        }
    }
}
