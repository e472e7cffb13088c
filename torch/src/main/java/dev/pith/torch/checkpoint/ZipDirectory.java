package dev.pith.torch.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the files in a zip archive lie. Nothing is unpacked: {@code torch.save} stores its files as they are,
 * to be mapped.
 *
 * @see <a href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT">APPNOTE, 4.3 and 4.5.3</a>
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR64_BYTES = 20;
    private static final int HEADER = 0x02014b50;
    private static final int HEADER_BYTES = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int LONGEST_COMMENT = 0xffff;
    private static final long IN_EXTRA = 0xffffffffL;
    /** A checkpoint's directory takes some 70 bytes for each tensor. */
    private static final int LONGEST_DIRECTORY = 1 << 24;

    private final MappedFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** A file in the archive; {@code header} is the place of what precedes it there. */
    private record Entry(long header, long bytes, boolean stored) {}

    private ZipDirectory(MappedFile file) {
        this.file = file;
    }

    static ZipDirectory read(MappedFile file) throws IOException {
        ZipDirectory zip = new ZipDirectory(file);
        ByteBuffer directory = zip.directory();
        while (directory.remaining() >= HEADER_BYTES) {
            zip.add(directory);
        }
        return zip;
    }

    /** Finds the directory by the record at the end of the file, behind which only a comment may stand. */
    private ByteBuffer directory() throws IOException {
        long tailBytes = Math.min(file.size(), END_BYTES + LONGEST_COMMENT);
        ByteBuffer tail = file.slice(file.size() - tailBytes, tailBytes);
        for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END && tail.getShort(at + 20) == (short) (tail.limit() - at - END_BYTES)) {
                long bytes = Integer.toUnsignedLong(tail.getInt(at + 12));
                long offset = Integer.toUnsignedLong(tail.getInt(at + 16));
                long end = file.size() - tailBytes + at;
                return offset == IN_EXTRA || bytes == IN_EXTRA ? directory64(end) : directory(offset, bytes);
            }
        }
        throw new DamagedFile("is truncated, its zip directory is missing");
    }

    private ByteBuffer directory64(long end) throws IOException {
        ByteBuffer locator = file.slice(end - LOCATOR64_BYTES, LOCATOR64_BYTES);
        if (locator.getInt(0) != LOCATOR64) {
            throw damaged();
        }
        ByteBuffer end64 = file.slice(locator.getLong(8), END64_BYTES);
        if (end64.getInt(0) != END64) {
            throw damaged();
        }
        return directory(end64.getLong(48), end64.getLong(40));
    }

    private ByteBuffer directory(long offset, long bytes) throws IOException {
        if (bytes > LONGEST_DIRECTORY) {
            throw new DamagedFile("has a zip directory of " + bytes + " bytes");
        }
        return file.slice(offset, bytes);
    }

    private void add(ByteBuffer directory) throws IOException {
        int at = directory.position();
        int nameBytes = directory.getShort(at + 28) & 0xffff;
        int extraBytes = directory.getShort(at + 30) & 0xffff;
        int commentBytes = directory.getShort(at + 32) & 0xffff;
        if (directory.getInt(at) != HEADER
                || directory.remaining() - HEADER_BYTES < nameBytes + extraBytes + commentBytes) {
            throw damaged();
        }
        ByteBuffer name = directory.slice(at + HEADER_BYTES, nameBytes);
        ByteBuffer extra = extra64(directory.slice(at + HEADER_BYTES + nameBytes, extraBytes));
        long bytes = wide(directory.getInt(at + 24), extra);
        long packedBytes = wide(directory.getInt(at + 20), extra);
        long header = wide(directory.getInt(at + 42), extra);
        boolean stored = directory.getShort(at + 10) == 0 && bytes == packedBytes;
        String text = StandardCharsets.UTF_8.decode(name).toString();
        if (entries.put(text, new Entry(header, bytes, stored)) != null) {
            throw new DamagedFile("holds " + Names.shown(text) + " twice");
        }
        directory.position(at + HEADER_BYTES + nameBytes + extraBytes + commentBytes);
    }

    /** Returns what extra field 1 holds: the numbers, in order, that do not fit into 32 bits. */
    private static ByteBuffer extra64(ByteBuffer extra) {
        extra.order(ByteOrder.LITTLE_ENDIAN);
        while (extra.remaining() >= 4) {
            int kind = extra.getShort();
            int bytes = Math.min(extra.getShort() & 0xffff, extra.remaining());
            if (kind == 1) {
                return extra.limit(extra.position() + bytes);
            }
            extra.position(extra.position() + bytes);
        }
        return extra.limit(extra.position());
    }

    private static long wide(int narrow, ByteBuffer extra) throws IOException {
        long value = Integer.toUnsignedLong(narrow);
        if (value != IN_EXTRA) {
            return value;
        }
        if (extra.remaining() < Long.BYTES) {
            throw damaged();
        }
        return extra.getLong();
    }

    private static DamagedFile damaged() {
        return new DamagedFile("has a zip directory that makes no sense");
    }

    /** Returns the one folder that all lies in, as {@code torch.save} has it, with a slash at its end; or null. */
    @Nullable
    String folderOf(String fileName) {
        for (String name : entries.keySet()) {
            if (name.endsWith("/" + fileName) && name.indexOf('/') == name.length() - fileName.length() - 1) {
                return name.substring(0, name.length() - fileName.length());
            }
        }
        return null;
    }

    /** Returns the names of all files, in order. */
    Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    /** Returns where a file's bytes lie, or null when there is no such file. */
    MappedFile.@Nullable Part find(String name) throws IOException {
        Entry entry = entries.get(name);
        if (entry == null) {
            return null;
        }
        if (!entry.stored) {
            throw new IOException("holds " + Names.shown(name) + " compressed: save it again with torch.save");
        }
        ByteBuffer local = file.slice(entry.header, LOCAL_BYTES);
        if (local.getInt(0) != LOCAL) {
            throw damaged();
        }
        long begin = entry.header + LOCAL_BYTES + (local.getShort(26) & 0xffff) + (local.getShort(28) & 0xffff);
        return file.part(begin, entry.bytes);
    }
}
