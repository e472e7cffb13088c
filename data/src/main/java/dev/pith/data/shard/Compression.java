package dev.pith.data.shard;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** How a file is compressed, as its name says. */
enum Compression {
    /** Gzip, also of several members one after the other, as {@code cat a.gz b.gz} makes it. */
    GZIP("gzip", "gunzip -k", ".gz .tgz") {
        @Override
        InputStream open(InputStream compressed) throws IOException {
            // Strict: the JDK's own reader takes a damaged second member for the end of the file.
            return GzipCompressorInputStream.builder()
                    .setInputStream(compressed)
                    .setDecompressConcatenated(true)
                    .get();
        }

        @Override
        boolean begins(int b0, int b1, int b2, int b3) {
            return b0 == 0x1f && b1 == 0x8b;
        }
    },

    /** Zstandard, with windows of any length. */
    ZSTD("zstd", "unzstd", ".zst .zstd .tzst") {
        @Override
        InputStream open(InputStream compressed) throws IOException {
            return new ZstdInputStream(compressed).setLongMax(LONGEST_WINDOW);
        }

        @Override
        boolean begins(int b0, int b1, int b2, int b3) {
            boolean frame = b0 == 0x28 && b1 == 0xb5 && b2 == 0x2f && b3 == 0xfd;
            boolean skippable = b0 >> 4 == 5 && b1 == 0x2a && b2 == 0x4d && b3 == 0x18;
            return frame || skippable;
        }
    };

    /** As {@code zstd --long=31} writes at most. */
    private static final int LONGEST_WINDOW = 31;

    private final String label;
    private final String command;
    private final String extensions;

    Compression(String label, String command, String extensions) {
        this.label = label;
        this.command = command;
        this.extensions = extensions;
    }

    /** Returns how a file is compressed by its name; nothing if it is not. */
    static Optional<Compression> of(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        for (Compression compression : values()) {
            if (compression.extensions().stream().anyMatch(lower::endsWith)) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    /** Returns how a file is compressed by how it begins; nothing if it is not. */
    static Optional<Compression> ofContent(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(4);
        }
        for (Compression compression : values()) {
            if (head.length == 4
                    && compression.begins(head[0] & 0xff, head[1] & 0xff, head[2] & 0xff, head[3] & 0xff)) {
                return Optional.of(compression);
            }
        }
        return Optional.empty();
    }

    /**
     * Returns a file's name once it is unpacked: {@code a.jsonl} for {@code a.jsonl.gz}, {@code a.tar} for {@code
     * a.tgz}.
     */
    static String plainName(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        for (Compression compression : values()) {
            for (String extension : compression.extensions()) {
                if (lower.endsWith(extension)) {
                    String stem = fileName.substring(0, fileName.length() - extension.length());
                    return extension.startsWith(".t") ? stem + ".tar" : stem;
                }
            }
        }
        return fileName;
    }

    /** Returns what the file holds, to be closed by the caller; fails where the file is damaged or ends early. */
    abstract InputStream open(InputStream compressed) throws IOException;

    abstract boolean begins(int b0, int b1, int b2, int b3);

    /** Returns the extension that names it. */
    String extension() {
        return extensions().get(0);
    }

    private List<String> extensions() {
        return List.of(extensions.split(" ", -1));
    }

    /** Returns the command that unpacks a file beside itself. */
    String command() {
        return command;
    }

    @Override
    public String toString() {
        return label;
    }
}
