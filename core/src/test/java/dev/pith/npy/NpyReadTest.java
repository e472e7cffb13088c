package dev.pith.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.Golden;
import dev.pith.PithException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type, order and format that is read, from files made by hand. */
class NpyReadTest {
    @TempDir
    Path folder;

    private Path file(String type, boolean fortranOrder, String shape, int bytes, Consumer<ByteBuffer> numbers)
            throws IOException {
        return NpyBytes.write(folder.resolve("a.npy"), type, fortranOrder, shape, bytes, numbers);
    }

    private static float[] row(FloatMatrix matrix, long i) {
        float[] row = new float[matrix.columns()];
        matrix.row(i, row);
        return row;
    }

    @Test
    void mapsFloat32() throws IOException {
        Path file = file("<f4", false, "(2, 3)", 24, data -> {
            for (int i = 1; i <= 6; i++) {
                data.putFloat(i);
            }
        });
        FloatMatrix matrix = Npy.mapFloats(file);
        assertThat(matrix.rows()).isEqualTo(2);
        assertThat(matrix.columns()).isEqualTo(3);
        assertThat(row(matrix, 0)).containsExactly(1, 2, 3);
        assertThat(row(matrix, 1)).containsExactly(4, 5, 6);
        assertThat(matrix.chunk(0).isDirect()).isTrue();
        assertThat(matrix.chunk(0).order()).isEqualTo(ByteOrder.nativeOrder());
        assertThat(matrix.chunk(0).isReadOnly()).as("mapped").isTrue();
    }

    /** Rows that lie across the reader's blocks, too. */
    @ParameterizedTest
    @CsvSource({"<f4,false", ">f8,false", "<f4,true"})
    void handsOutTheRowsOfTheMatrix(String type, boolean fortranOrder) throws IOException {
        int n = 100;
        int d = 1001;
        int bytes = type.charAt(2) - '0';
        Path file = file(type, fortranOrder, "(" + n + ", " + d + ")", n * d * bytes, data -> {
            for (int i = 0; i < n * d; i++) {
                if (bytes == 4) {
                    data.putFloat(i);
                } else {
                    data.putDouble(i);
                }
            }
        });
        FloatMatrix matrix = Npy.mapFloats(file);
        int[] i = {0};
        Npy.forEachRow(file, row -> assertThat(row).isEqualTo(row(matrix, i[0]++)));
        assertThat(i[0]).isEqualTo(n);
        assertThatThrownBy(() -> Npy.forEachRow(file("<f4", false, "(3,)", 12, data -> {}), row -> {}))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("two dimensions");
    }

    @ParameterizedTest
    @CsvSource({"<f2", ">f2", ">f4", "<f8", ">f8", "|u1", "<i4", ">i2"})
    void convertsOtherTypes(String type) throws IOException {
        Path file = file(type, false, "(2, 2)", 4 * (type.charAt(2) - '0'), data -> {
            for (int value = 0; value < 4; value++) {
                switch (type.substring(1)) {
                    case "f2" -> data.putShort(new short[] {0x0000, 0x3c00, 0x4000, 0x4200}[value]);
                    case "f4" -> data.putFloat(value);
                    case "f8" -> data.putDouble(value);
                    case "i4" -> data.putInt(value);
                    case "i2" -> data.putShort((short) value);
                    default -> data.put((byte) value);
                }
            }
        });
        FloatMatrix matrix = Npy.mapFloats(file);
        assertThat(row(matrix, 0)).containsExactly(0, 1);
        assertThat(row(matrix, 1)).containsExactly(2, 3);
        assertThat(Npy.readDoubles(file)).containsExactly(0, 1, 2, 3);
        assertThat(NpyHeader.read(file).type().description()).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void everyFormatVersion(int version) throws IOException {
        byte[] data = new byte[8];
        data[0] = 42;
        Path file = NpyBytes.write(
                folder.resolve("v.npy"),
                NpyBytes.header(version, NpyBytes.dictionary("<i8", false, "(1,)") + "\n"),
                data);
        assertThat(Npy.readLongs(file)).containsExactly(42);
    }

    @Test
    void numbersThatAreNotAlignedAreConverted() throws IOException {
        String dictionary = NpyBytes.dictionary("<f4", false, "(1, 1)");
        String odd = dictionary + " ".repeat(4 - (10 + dictionary.length()) % 4 + 1);
        byte[] one = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1)
                .array();
        Path file = NpyBytes.write(folder.resolve("odd.npy"), NpyBytes.header(1, odd), one);
        assertThat(NpyHeader.read(file).dataOffset() % 4).isEqualTo(1);
        FloatMatrix matrix = Npy.mapFloats(file);
        assertThat(row(matrix, 0)).containsExactly(1);
        assertThat(matrix.chunk(0).isReadOnly()).isFalse();
    }

    @Test
    void headerAsPythonTwoAndOthersWriteIt() throws IOException {
        Path file = NpyBytes.write(
                folder.resolve("p.npy"),
                NpyBytes.header(1, "{\"shape\": (2L,), \"fortran_order\":False,\"descr\":\"|i1\"}"),
                new byte[] {-1, 2});
        assertThat(Npy.readLongs(file)).containsExactly(-1, 2);
    }

    @Test
    void fortranOrderOfAMatrixAndATensor() throws IOException {
        // Entry (i, j, k) of a 2 x 3 x 2 tensor is 100 i + 10 j + k; the first index runs fastest.
        Path file = file("<f4", true, "(2, 3, 2)", 48, data -> {
            for (int k = 0; k < 2; k++) {
                for (int j = 0; j < 3; j++) {
                    for (int i = 0; i < 2; i++) {
                        data.putFloat(100 * i + 10 * j + k);
                    }
                }
            }
        });
        FloatMatrix rows = Npy.mapTensor(file);
        assertThat(row(rows, 0)).containsExactly(0, 1, 10, 11, 20, 21);
        assertThat(row(rows, 1)).containsExactly(100, 101, 110, 111, 120, 121);
        assertThat(Npy.readDoubles(file)).containsExactly(0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
    }

    @Test
    void fortranMatrixLargerThanABlock() throws IOException {
        int rows = 3;
        int columns = NumberReader.BLOCK;
        Path file = file("<f8", true, "(3, " + columns + ")", 8 * rows * columns, data -> {
            for (int j = 0; j < columns; j++) {
                for (int i = 0; i < rows; i++) {
                    data.putDouble(i * 1000_000.0 + j);
                }
            }
        });
        FloatMatrix matrix = Npy.matrix(file, 2, 4L * columns); // one row a chunk
        assertThat(matrix.chunks()).isEqualTo(3);
        for (int i = 0; i < rows; i++) {
            float[] row = row(matrix, i);
            for (int j = 0; j < columns; j++) {
                assertThat(row[j]).isEqualTo((float) (i * 1000_000.0 + j));
            }
        }
    }

    @Test
    void chunksAreWholeRows() throws IOException {
        Path file = file("<f4", false, "(7, 3)", 84, data -> {
            for (int i = 0; i < 21; i++) {
                data.putFloat(i);
            }
        });
        FloatMatrix matrix = Npy.matrix(file, 2, 30); // two rows of 12 bytes fit, a third does not
        assertThat(matrix.rowsPerChunk()).isEqualTo(2);
        assertThat(matrix.chunks()).isEqualTo(4);
        assertThat(matrix.chunk(3).capacity()).isEqualTo(3);
        for (int i = 0; i < 7; i++) {
            assertThat(matrix.chunkOf(i)).isEqualTo(i / 2);
            assertThat(row(matrix, i)).containsExactly(3 * i, 3 * i + 1, 3 * i + 2);
        }
        assertThatThrownBy(() -> row(matrix, 7)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void mapsBeyondTwoGibibytes() throws IOException {
        Path file = folder.resolve("large.npy");
        long rows = 700_000; // of 4 KiB: 2.9 GB, nearly all of it a hole
        byte[] header = NpyHeader.forWriting(NpyType.FLOAT32, java.util.List.of(rows, 1024L))
                .bytes();
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.write(header);
            large.setLength(header.length + rows * 4096);
            large.seek(header.length + (rows - 1) * 4096);
            large.writeInt(Integer.reverseBytes(Float.floatToIntBits(7)));
        } catch (IOException e) {
            Assumptions.abort("the temporary folder takes no file of 2.9 GB: " + e.getMessage());
        }
        FloatMatrix matrix = Npy.mapFloats(file);
        assertThat(matrix.rows()).isEqualTo(rows);
        assertThat(matrix.chunks()).isEqualTo(3);
        assertThat(row(matrix, rows - 1)[0]).isEqualTo(7);
        assertThat(row(matrix, 600_000)[5]).isZero();
    }

    @Test
    void noRowsAreNoFault() throws IOException {
        FloatMatrix matrix = Npy.mapFloats(file("<f4", false, "(0, 3)", 0, data -> {}));
        assertThat(matrix.rows()).isZero();
        assertThat(matrix.chunks()).isZero();
        assertThat(Npy.readLongs(file("<i8", false, "(0,)", 0, data -> {}))).isEmpty();
    }

    @Test
    void aSingleNumberIsRead() throws IOException {
        assertThat(Npy.readDoubles(file("<f8", false, "()", 8, data -> data.putDouble(2.5))))
                .containsExactly(2.5);
    }

    @Test
    void whatFollowsTheArrayIsNotRead() throws IOException {
        assertThat(Npy.readLongs(file("|u1", false, "(2,)", 5, data -> data.put(new byte[] {1, 2, 3, 4, 5}))))
                .containsExactly(1, 2);
    }

    @ParameterizedTest
    @CsvSource({
        "|b1, 1",
        "|i1, -1",
        "|u1, 255",
        "<i2, -1",
        ">i2, -1",
        "<u2, 65535",
        "<i4, -1",
        "<u4, 4294967295",
        ">i8, -1"
    })
    void labelsOfEveryIntegerType(String type, long value) throws IOException {
        int bytes = type.charAt(2) - '0';
        Path file = file(type, false, "(1,)", bytes, data -> {
            for (int i = 0; i < bytes; i++) {
                data.put((byte) (type.equals("|b1") ? 1 : -1));
            }
        });
        assertThat(Npy.readLongs(file)).containsExactly(value);
    }

    @Test
    void unsignedLongsFitOrAreRefused() throws IOException {
        Path fits = file("<u8", false, "(1,)", 8, data -> data.putLong(Long.MAX_VALUE));
        assertThat(Npy.readLongs(fits)).containsExactly(Long.MAX_VALUE);
        Path file = file("<u8", false, "(2,)", 16, data -> data.putLong(1).putLong(-1));
        assertThat(Npy.readDoubles(file)).containsExactly(1, 0x1p64);
        assertThatThrownBy(() -> Npy.readLongs(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": the number at index 1 is 18446744073709551615, above the largest 64-bit signed "
                        + "integer: save it as int64");
    }

    @Test
    void everyGoldenFileIsRead() throws IOException {
        Path golden = Golden.OWN;
        try (Stream<Path> files = Files.walk(Files.isDirectory(Golden.BESIDE) ? Golden.BESIDE : golden)) {
            assertThat(files.filter(file -> file.toString().endsWith(".npy")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Npy.readDoubles(file))
                            .hasSize((int) NpyHeader.read(file).count()));
        }
        FloatMatrix features = Npy.mapFloats(golden.resolve("selection/ties/features.npy"));
        assertThat(features.rows()).isEqualTo(140);
        assertThat(features.columns()).isEqualTo(8);
        double[] flat = Npy.readDoubles(golden.resolve("selection/ties/features.npy"));
        assertThat(row(features, 3)[5]).isEqualTo((float) flat[3 * 8 + 5]);
    }
}
