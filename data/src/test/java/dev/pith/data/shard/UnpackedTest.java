package dev.pith.data.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.pith.PithException;
import dev.pith.data.shard.Unpacked.Limits;
import dev.pith.run.Progress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackedTest {
    @TempDir
    Path folder;

    @Test
    void unpacksSeveralMembersAndDeletesWhatItMade() throws IOException {
        byte[] both = concatenated(
                gzip("one\n".getBytes(StandardCharsets.UTF_8)), gzip("two\n".getBytes(StandardCharsets.UTF_8)));
        Path file = Files.write(folder.resolve("a.jsonl.gz"), both);
        Path content;
        try (Unpacked unpacked = Unpacked.of(file, Compression.GZIP, Progress.NONE)) {
            content = unpacked.file();
            assertThat(content).hasFileName("a.jsonl").hasContent("one\ntwo\n");
        }
        assertThat(content).doesNotExist();
        assertThat(content.getParent()).doesNotExist();

        byte[] frames = concatenated(
                Zstd.compress("one\n".getBytes(StandardCharsets.UTF_8)),
                Zstd.compress("two\n".getBytes(StandardCharsets.UTF_8)));
        Path zstd = Files.write(folder.resolve("a.tzst"), frames);
        try (Unpacked unpacked = Unpacked.of(zstd, Compression.ZSTD, Progress.NONE)) {
            assertThat(unpacked.file()).hasFileName("a.tar").hasContent("one\ntwo\n");
        }
    }

    @Test
    void refusesWhatIsCutOffOrDamaged() throws IOException {
        byte[] content = new byte[100_000];
        new Random(1).nextBytes(content);
        for (Compression compression : Compression.values()) {
            byte[] packed = compression == Compression.GZIP ? gzip(content) : Zstd.compress(content);
            Path file = folder.resolve("a.jsonl" + compression.extension());
            for (byte[] bad : new byte[][] {
                Arrays.copyOf(packed, packed.length - 9),
                Arrays.copyOf(packed, packed.length / 2),
                Arrays.copyOf(packed, 5),
                concatenated(packed, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
            }) {
                Files.write(file, bad);
                assertThatThrownBy(() -> Unpacked.of(file, compression, Progress.NONE))
                        .as(compression + " of " + bad.length + " of " + packed.length)
                        .isInstanceOf(PithException.class)
                        .hasMessageStartingWith(file + ": is damaged or cut off (")
                        .hasMessageEndingWith(" while unpacking it by " + compression + "); get it again");
            }
        }
    }

    @Test
    void refusesWhatIsNotCompressed() throws IOException {
        Path file = Files.writeString(folder.resolve("a.jsonl.gz"), "{\"text\": \"plain\"}\n");
        assertThatThrownBy(() -> Unpacked.of(file, Compression.GZIP, Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessage(file
                        + ": is not compressed by gzip, though its name says so; rename it to a.jsonl if it is that"
                        + " already, else get it again");
    }

    @Test
    void refusesBombsAndFullDisks() throws IOException {
        Path file = Files.write(folder.resolve("a.jsonl.gz"), gzip(new byte[1 << 20]));
        assertThatThrownBy(() -> Unpacked.of(file, Compression.GZIP, new Limits(0, 1000, 100), Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessage(file
                        + ": unpacks to more than 100 times its size, as no data does; if it is right, unpack it with"
                        + " gunzip -k and name what that makes");
        assertThatThrownBy(() ->
                        Unpacked.of(file, Compression.GZIP, new Limits(Long.MAX_VALUE, 1 << 30, 400), Progress.NONE))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("no room to unpack " + file + " (there are ")
                .hasMessageEndingWith("or unpack it yourself with gunzip -k");
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] concatenated(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
