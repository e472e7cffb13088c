package dev.pith.npy;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes an {@code .npz} archive, array by array, as {@code numpy.savez} does: not compressed, and of the same arrays
 * the same bytes. {@link Npy} reads them. Not safe for use by several threads.
 */
public final class NpzWriter implements Closeable {
    /** The earliest that an archive can express: what is written must not depend on the clock. */
    private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private final ZipOutputStream archive;
    private final WritableByteChannel channel;

    /** Begins an archive; {@link #close} closes the stream too. */
    public NpzWriter(OutputStream out) {
        archive = new ZipOutputStream(out);
        archive.setLevel(Deflater.NO_COMPRESSION);
        channel = Channels.newChannel(archive);
    }

    /** Adds {@code int64[n]}. */
    public void add(String name, long[] values) throws IOException {
        add(name, NpyType.INT64, values.length, (block, i) -> block.putLong(values[i]));
    }

    /** Adds {@code int64[n]}. */
    public void add(String name, int[] values) throws IOException {
        add(name, NpyType.INT64, values.length, (block, i) -> block.putLong(values[i]));
    }

    /** Adds {@code float32[n]}. */
    public void add(String name, float[] values) throws IOException {
        add(name, NpyType.FLOAT32, values.length, (block, i) -> block.putFloat(values[i]));
    }

    /** Adds {@code uint8[n]}. */
    public void add(String name, byte[] values) throws IOException {
        add(name, NpyType.UINT8, values.length, (block, i) -> block.put(values[i]));
    }

    private void add(String name, NpyType type, int count, Npy.Encoder encoder) throws IOException {
        ZipEntry entry = new ZipEntry(name + ".npy");
        entry.setTimeLocal(NO_TIME);
        archive.putNextEntry(entry);
        Npy.write(channel, type, List.of((long) count), encoder);
        archive.closeEntry();
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
