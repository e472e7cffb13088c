package dev.pith.fuzz;

import dev.pith.torch.checkpoint.Checkpoints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The index of weights that lie in several files; beside it lies a sound one, {@code a.safetensors}. */
public final class ShardIndexFuzz {
    private static final byte[] SHARD = shard("{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}");

    private ShardIndexFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.safetensors.index.json", ShardIndexFuzz::read);
    }

    private static void read(Path file) {
        Path shard = file.resolveSibling("a.safetensors");
        try {
            Files.write(shard, SHARD);
            try {
                Checkpoints.files(file);
                PthFuzz.readAll(file);
            } finally {
                Files.delete(shard);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] shard(String header) {
        return ByteBuffer.allocate(Long.BYTES + header.length() + 1)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length())
                .put(header.getBytes(StandardCharsets.UTF_8))
                .array();
    }
}
