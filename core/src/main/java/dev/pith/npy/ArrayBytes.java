package dev.pith.npy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one array, first to last: those of an {@code .npy} file or of a member of an {@code .npz} archive,
 * packed or not. Of an archive with several arrays the path goes on with the name of one, as if the archive were
 * a folder: {@code arrays.npz/features}.
 */
final class ArrayBytes implements ReadableByteChannel {
    private static final String ARRAY = ".npy";
    private static final String ARCHIVE = ".npz";
    /** No byte of DEFLATE becomes more; an archive that claims more is not believed. */
    private static final long MOST_UNPACKED = 1032;

    private final ReadableByteChannel in;
    private final @Nullable ZipFile archive;
    private final long size;

    private ArrayBytes(ReadableByteChannel in, @Nullable ZipFile archive, long size) {
        this.in = in;
        this.archive = archive;
        this.size = size;
    }

    /**
     * Opens an array for reading; a missing one, a directory, and an archive that does not say which array have
     * messages of their own.
     */
    static ArrayBytes open(Path file) throws IOException {
        Path archive = archive(file);
        if (!isArchive(archive)) {
            if (Files.isDirectory(file)) {
                throw NpyFault.of(file, "is a directory", "name the .npy file in it");
            }
            SeekableByteChannel channel = Files.newByteChannel(file);
            return new ArrayBytes(channel, null, channel.size());
        }
        try {
            ZipFile zip = new ZipFile(archive.toFile());
            try {
                ZipEntry entry = find(zip, archive, file);
                return new ArrayBytes(Channels.newChannel(zip.getInputStream(entry)), zip, size(file, entry));
            } catch (RuntimeException | IOException e) {
                zip.close();
                throw e;
            }
        } catch (ZipException e) {
            throw new PithException(archive + ": is no whole .npz archive (" + e.getMessage() + "): write it again", e);
        }
    }

    /** Returns the file that an array lies in: the path itself, or the archive that it leads into. */
    static Path archive(Path file) {
        for (Path folder = file.getParent(); folder != null; folder = folder.getParent()) {
            if (isArchive(folder)) {
                return folder;
            }
        }
        return file;
    }

    private static boolean isArchive(Path file) {
        return file.toString().endsWith(ARCHIVE)
                && Files.isRegularFile(file)
                && file.getFileSystem().equals(FileSystems.getDefault());
    }

    private static ZipEntry find(ZipFile zip, Path archive, Path file) {
        List<String> names = zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(ARRAY))
                .map(name -> name.substring(0, name.length() - ARRAY.length()))
                .toList();
        String all = String.join(", ", names.stream().limit(20).toList());
        String wanted = archive.relativize(file).toString().replace('\\', '/');
        if (archive.equals(file)) {
            if (names.size() != 1) {
                throw names.isEmpty()
                        ? NpyFault.of(file, "holds no arrays", "write them with numpy.savez")
                        : NpyFault.of(
                                file,
                                "holds " + names.size() + " arrays (" + all + ")",
                                "name one, for example " + archive + "/" + names.get(0));
            }
            wanted = names.get(0);
        }
        ZipEntry entry = zip.getEntry(wanted.endsWith(ARRAY) ? wanted : wanted + ARRAY);
        if (entry == null) {
            throw NpyFault.of(archive, "holds no array " + wanted, "it holds " + all);
        }
        return entry;
    }

    private static long size(Path file, ZipEntry entry) {
        if (entry.getSize() / MOST_UNPACKED > entry.getCompressedSize()) {
            throw NpyFault.of(
                    file,
                    "claims to unpack " + entry.getCompressedSize() + " bytes to " + entry.getSize(),
                    "the archive is damaged, write it again");
        }
        return entry.getSize();
    }

    /** Returns how many bytes there are. */
    long size() {
        return size;
    }

    /** Returns whether they are a file of their own, which can be mapped. */
    boolean isFile() {
        return archive == null;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        return in.read(bytes);
    }

    @Override
    public boolean isOpen() {
        return in.isOpen();
    }

    @Override
    public void close() throws IOException {
        in.close();
        if (archive != null) {
            archive.close();
        }
    }
}
