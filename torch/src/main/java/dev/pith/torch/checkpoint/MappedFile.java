package dev.pith.torch.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The bytes of a file of any size, mapped into memory. A buffer ends at 2 GiB, so the file is mapped in overlapping
 * windows that begin every GiB: any part of up to a GiB lies within one of them.
 */
final class MappedFile {
    /** The longest part. */
    static final long LONGEST = 1L << 30;

    private final ByteBuffer[] windows;
    private final long size;

    private MappedFile(FileChannel channel) throws IOException {
        size = channel.size();
        windows = new ByteBuffer[Math.toIntExact((size + LONGEST - 1) / LONGEST)];
        for (int i = 0; i < windows.length; i++) {
            long start = i * LONGEST;
            windows[i] = channel.map(MapMode.READ_ONLY, start, Math.min(Integer.MAX_VALUE, size - start));
        }
    }

    /** Maps a file; the mapping lasts as long as any part of it is referred to. */
    static MappedFile open(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new MappedFile(channel);
        }
    }

    long size() {
        return size;
    }

    /** Bytes of the file that are there. */
    record Part(long offset, long bytes) {}

    /** Returns the place of some bytes, which need not fit into a buffer. */
    Part part(long offset, long bytes) throws IOException {
        if (offset < 0 || bytes < 0 || offset > size - bytes) {
            throw new DamagedFile(
                    "is truncated, " + bytes + " bytes should follow offset " + offset + " and it has " + size);
        }
        return new Part(offset, bytes);
    }

    /** Returns bytes, little-endian and read-only. */
    ByteBuffer slice(long offset, long bytes) throws IOException {
        part(offset, bytes);
        if (bytes > LONGEST) {
            throw new IOException(
                    "holds a tensor of " + bytes + " bytes, more than " + LONGEST + ": store it in parts");
        }
        if (bytes == 0) {
            return TensorData.littleEndian(0);
        }
        ByteBuffer window = windows[(int) (offset / LONGEST)];
        return window.slice((int) (offset % LONGEST), (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
