package dev.pith.data.patch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where the images of an archive lie, with their ids and labels: as its index says, or, where that is damaged, by a
 * look at every byte of the file.
 */
final class Index {
    /** Read at a time while looking for the next image. */
    private static final int BLOCK = 1 << 16;
    /** A mark and the longest length. */
    private static final int HEAD_BYTES = 6;
    /** Mark, length, flags, id, checksum. */
    private static final int LEAST_RECORD = 8;
    /** Three numbers of an entry. */
    private static final int MOST_ENTRY = 30;

    private final List<String> faults = new ArrayList<>();
    private int size;
    private long[] offsets = new long[64];
    private int[] lengths = new int[64];
    private int[] ids = new int[64];
    private long[] labels = new long[64];

    private Index() {}

    /**
     * Reads the index, or makes up for it.
     *
     * @param headerBytes where the images begin
     */
    static Index of(ArchiveFile file, Header header, long headerBytes) throws IOException {
        Index index = new Index();
        String reason;
        try {
            index.read(file, header, headerBytes);
            return index;
        } catch (IOException e) {
            reason = e.getMessage();
        }
        index.size = 0;
        index.scan(file, header, headerBytes);
        if (file.length() >= header.indexAt()) {
            index.faults.add("its index is damaged (" + reason + "); a search of the file found " + index.size + " of "
                    + header.count() + " images");
        }
        return index;
    }

    private void read(ArchiveFile file, Header header, long headerBytes) throws IOException {
        if (header.count() > file.length()) {
            throw new IOException("it ends too early");
        }
        byte[] bytes = file.upTo(header.indexAt(), (long) MOST_ENTRY * header.count() + ImageRecord.CHECKSUM_BYTES);
        Bytes in = new Bytes(bytes, 0);
        boolean labelled = header.format().labelled();
        long at = headerBytes;
        long id = 0;
        long label = 0;
        for (int i = 0; i < header.count(); i++) {
            int length = in.count(header.indexAt() - at);
            id += in.signed();
            label += labelled ? in.signed() : 0;
            if (length < LEAST_RECORD || id < 0 || id > Integer.MAX_VALUE) {
                throw new IOException("it makes no sense");
            }
            add(at, length, (int) id, label);
            at += length;
        }
        int end = in.position();
        if (in.u32() != Bytes.checksum(bytes, 0, end) || at != header.indexAt()) {
            throw new IOException("its checksum is wrong");
        }
    }

    private void scan(ArchiveFile file, Header header, long headerBytes) throws IOException {
        long end = Math.min(file.length(), header.indexAt());
        long at = headerBytes;
        long gap = -1;
        while (at < end) {
            byte[] bytes = recordAt(file, at, end, header.format());
            if (bytes == null) {
                gap = gap < 0 ? at : gap;
                at = nextMark(file, at + 1, end);
                continue;
            }
            noteGap(gap, at);
            gap = -1;
            ImageRecord image = ImageRecord.decoded(bytes, header.format());
            add(at, bytes.length, image.id(), image.label());
            at += bytes.length;
        }
        if (file.length() < header.indexAt()) {
            faults.add(String.format(
                    Locale.ROOT,
                    "it is cut off at byte %,d: what came after %s is lost, %,d of %,d images are there",
                    file.length(),
                    last(),
                    size,
                    header.count()));
        } else {
            noteGap(gap, end);
        }
    }

    private void noteGap(long from, long to) {
        if (from >= 0) {
            faults.add(String.format(
                    Locale.ROOT,
                    "bytes %,d to %,d, after %s, are damaged: the image or images there are left out",
                    from,
                    to - 1,
                    last()));
        }
    }

    /** Names the last image that is there. */
    private String last() {
        return size == 0 ? "the header" : "the image of id " + ids[size - 1];
    }

    /** Returns the record that begins at {@code at}, or null if none does. */
    private static byte @Nullable [] recordAt(ArchiveFile file, long at, long end, PatchFormat format)
            throws IOException {
        byte[] head = file.upTo(at, Math.min(HEAD_BYTES, end - at));
        if (head[0] != ImageRecord.MARK) {
            return null;
        }
        long length;
        try {
            Bytes in = new Bytes(head, 1);
            long body = in.count(ImageRecord.mostBytes(format));
            length = in.position() + body + ImageRecord.CHECKSUM_BYTES;
        } catch (IOException e) {
            return null;
        }
        if (length < LEAST_RECORD || at + length > end) {
            return null;
        }
        byte[] bytes = file.read(at, (int) length);
        return isWhole(bytes) ? bytes : null;
    }

    /** Tells whether the checksum of a record is right. */
    static boolean isWhole(byte[] record) throws IOException {
        int end = record.length - ImageRecord.CHECKSUM_BYTES;
        return record[0] == ImageRecord.MARK && new Bytes(record, end).u32() == Bytes.checksum(record, 0, end);
    }

    private static long nextMark(ArchiveFile file, long from, long end) throws IOException {
        for (long at = from; at < end; at += BLOCK) {
            byte[] block = file.upTo(at, Math.min(BLOCK, end - at));
            for (int i = 0; i < block.length; i++) {
                if (block[i] == ImageRecord.MARK) {
                    return at + i;
                }
            }
        }
        return end;
    }

    private void add(long offset, int length, int id, long label) {
        if (size == offsets.length) {
            offsets = Arrays.copyOf(offsets, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
            ids = Arrays.copyOf(ids, size * 2);
            labels = Arrays.copyOf(labels, size * 2);
        }
        offsets[size] = offset;
        lengths[size] = length;
        ids[size] = id;
        labels[size++] = label;
    }

    int size() {
        return size;
    }

    long offset(int position) {
        return offsets[position];
    }

    int length(int position) {
        return lengths[position];
    }

    int id(int position) {
        return ids[position];
    }

    long[] labels() {
        return Arrays.copyOf(labels, size);
    }

    long label(int position) {
        return labels[position];
    }

    List<String> faults() {
        return faults;
    }
}
