package dev.pith.data.record;

import dev.pith.PithException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.function.IntFunction;

/** A file open for reading its records byte for byte. Safe for use by several threads. */
public final class RecordFile implements AutoCloseable {
    private final Path file;
    private final RecordOffsets offsets;
    private final RecordForm form;
    private final boolean header;
    private final FileChannel channel;
    private final Reader reader;

    /** Finds where the records of a file lie; in CSV the first is the header. */
    interface Reader {
        RecordOffsets read(Path file) throws IOException;
    }

    private RecordFile(
            Path file, RecordOffsets offsets, RecordForm form, boolean header, FileChannel channel, Reader reader) {
        this.file = file;
        this.offsets = offsets;
        this.form = form;
        this.header = header;
        this.channel = channel;
        this.reader = reader;
    }

    /**
     * Opens a file.
     *
     * @param array whether it is a JSON array; else its records are lines
     * @param header whether the first record belongs to the file, as the names of CSV's columns do
     * @param offsets where its records lie
     * @param reader what found them, and will find them in a selection
     */
    static RecordFile open(Path file, boolean array, boolean header, RecordOffsets offsets, Reader reader)
            throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            RecordOffsets records = header ? offsets.withoutFirst() : offsets;
            RecordForm form = RecordFormReader.read(channel, records, array, header);
            return new RecordFile(file, records, form, header, channel, reader);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Path path() {
        return file;
    }

    /** Returns the number of records. */
    public int size() {
        return offsets.size();
    }

    /** Returns what stands around the records. */
    public RecordForm form() {
        return form;
    }

    /** Returns a record as it stands in the file. */
    public byte[] bytes(int id) {
        try {
            return bytes(channel, offsets.start(id), offsets.length(id));
        } catch (IOException e) {
            throw new PithException(
                    "cannot read record " + id + " of " + file + ": " + e + "; it changed while open", e);
        }
    }

    /** Returns a record as it stands in the file, to be read piece by piece, however long it is. */
    InputStream stream(int id) {
        return new Piece(offsets.start(id), offsets.end(id));
    }

    /** The bytes of the file from one position to another. */
    private final class Piece extends InputStream {
        private final long end;
        private long position;

        private Piece(long start, long end) {
            this.position = start;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (length == 0 || position == end) {
                return length == 0 ? 0 : -1;
            }
            int count = channel.read(ByteBuffer.wrap(bytes, offset, (int) Math.min(length, end - position)), position);
            if (count < 0) {
                throw new IOException("the file ends at byte " + position);
            }
            position += count;
            return count;
        }
    }

    /**
     * Writes the records with these ids in the form of the file, and reads them back.
     *
     * @param target does not exist yet
     * @throws PithException when the same reader finds other records in what was written
     */
    public void write(int[] ids, Path target) throws IOException {
        write(ids, this::bytes, target);
    }

    /**
     * Writes records in the form of this file likewise, wherever they lie.
     *
     * @param record gives the bytes of each of {@code ids}
     */
    public void write(int[] ids, IntFunction<byte[]> record, Path target) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            out.write(form.prefix());
            for (int i = 0; i < ids.length; i++) {
                if (i > 0) {
                    out.write(form.separator());
                }
                out.write(record.apply(ids[i]));
            }
            out.write(form.suffix());
        }
        requireSame(ids, record, target);
    }

    private void requireSame(int[] ids, IntFunction<byte[]> record, Path target) throws IOException {
        RecordOffsets found = reader.read(target);
        RecordOffsets written = header ? found.withoutFirst() : found;
        try (FileChannel in = FileChannel.open(target, StandardOpenOption.READ)) {
            for (int i = 0; i < ids.length; i++) {
                if (written.size() != ids.length
                        || !Arrays.equals(record.apply(ids[i]), bytes(in, written.start(i), written.length(i)))) {
                    throw new PithException("record " + ids[i] + " of " + file + " reads differently once it is written"
                            + " among others; mend the file around it, or export the selection to jsonl");
                }
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + file, e);
        }
    }

    static byte[] bytes(FileChannel channel, long start, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, start + buffer.position()) < 0) {
                throw new IOException("the file ends at byte " + (start + buffer.position()));
            }
        }
        return buffer.array();
    }
}
