package dev.pith.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrays in archives, as {@code numpy.savez} and {@code numpy.savez_compressed} write them. */
class ArrayBytesTest {
    @TempDir
    Path folder;

    private Path archive(int method, String... names) throws IOException {
        Path file = folder.resolve("a.npz");
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                Path array = folder.resolve("array.npy");
                if (name.startsWith("y")) {
                    Npy.write(array, new long[] {3, 4});
                } else {
                    Npy.write(array, new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
                }
                byte[] bytes = Files.readAllBytes(array);
                ZipEntry entry = new ZipEntry(name);
                CRC32 sum = new CRC32();
                sum.update(bytes);
                entry.setMethod(method);
                entry.setSize(bytes.length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(bytes);
                zip.closeEntry();
            }
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
    void aPathLeadsIntoAnArchive(int method) throws IOException {
        Path file = archive(method, "x.npy", "y.npy");
        try (FloatMatrix matrix = Npy.mapFloats(file.resolve("x"))) {
            float[] row = new float[3];
            matrix.row(1, row);
            assertThat(row).containsExactly(4, 5, 6);
        }
        assertThat(Npy.readLongs(file.resolve("y.npy"))).containsExactly(3, 4);
        assertThat(NpyHeader.read(file.resolve("x")).shapeText()).isEqualTo("(2, 3)");
        assertThat(Npy.fileOf(file.resolve("x"))).isEqualTo(file);
        assertThat(Npy.isArray(file.resolve("x"))).isTrue();
        assertThat(Npy.isArray(folder.resolve("x"))).isFalse();
    }

    @Test
    void theOnlyArrayNeedsNoName() throws IOException {
        assertThat(Npy.readLongs(archive(ZipEntry.DEFLATED, "y.npy", "notes.txt")))
                .containsExactly(3, 4);
    }

    @Test
    void whichArrayIsMeantMustBeSaid() throws IOException {
        Path file = archive(ZipEntry.STORED, "x.npy", "y.npy");
        assertFault(file, file + ": holds 2 arrays (x, y): name one, for example " + file.resolve("x"));
        assertFault(file.resolve("z"), file + ": holds no array z: it holds x, y");
        Path odd = archive(ZipEntry.STORED, "\0.npy", "y\n.npy");
        assertFault(odd, odd + ": holds 2 arrays (?, y?): name one, for example " + odd.resolve("?"));
        Path other = archive(ZipEntry.STORED, "x.txt");
        assertFault(other, other + ": holds no arrays: write them with numpy.savez");
    }

    @Test
    void damagedArchivesAreRefused() throws IOException {
        Path file = archive(ZipEntry.DEFLATED, "y.npy");
        byte[] whole = Files.readAllBytes(file);
        ByteBuffer bytes = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
        int directory = bytes.getInt(whole.length - 6);
        bytes.putInt(directory + 24, 0x7fffffff);
        Files.write(file, bytes.array());
        assertFault(file, file + ": claims to unpack ");
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
        assertFault(file, file + ": is no whole .npz archive (");
    }

    private static void assertFault(Path file, String message) {
        assertThatThrownBy(() -> Npy.readLongs(file))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }
}
