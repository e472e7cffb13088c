package dev.pith.data.export;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/** Archives that are begun anew when the last is large enough, never within a sample. */
final class TarShards implements Closeable {
    private final Path folder;
    private final long shardBytes;
    private @Nullable TarArchiveOutputStream shard;
    private int shards;

    TarShards(Path folder, long shardBytes) {
        this.folder = folder;
        this.shardBytes = shardBytes;
    }

    /** Tells that a sample begins. */
    void beginSample() throws IOException {
        if (shard != null && shard.getBytesWritten() >= shardBytes) {
            close();
        }
        if (shard == null) {
            Path file = folder.resolve(String.format(Locale.ROOT, "selection-%06d.tar", shards++));
            shard = new TarArchiveOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), "UTF-8");
            shard.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        }
    }

    /** Adds a member; its owner and date are always the same, so that the same samples give the same bytes. */
    void add(String name, byte[] content) throws IOException {
        if (shard == null) {
            throw new IllegalStateException("a sample must begin first");
        }
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setModTime(0L);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setSize(content.length);
        shard.putArchiveEntry(entry);
        shard.write(content);
        shard.closeArchiveEntry();
    }

    @Override
    public void close() throws IOException {
        if (shard != null) {
            shard.close();
            shard = null;
        }
    }
}
