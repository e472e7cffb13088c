package dev.pith.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyWriteTest {
    @TempDir
    Path folder;

    @Test
    void theBytesThatNumPyWrites() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        byte[] bytes = Files.readAllBytes(file);
        assertThat(bytes).hasSize(128 + 24).startsWith(0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, 118, 0);
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .isEqualTo("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }" + " ".repeat(58) + "\n");
        assertThat(Arrays.copyOfRange(bytes, 128, 136)).containsExactly(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40);
    }

    @Test
    void numbersBeginAtAMultipleOf64() {
        for (int dimensions = 0; dimensions < 40; dimensions++) {
            NpyHeader header = NpyHeader.forWriting(NpyType.INT64, java.util.Collections.nCopies(dimensions, 1L));
            assertThat(header.dataOffset() % 64).isZero();
            assertThat(header.bytes()).hasSize((int) header.dataOffset()).endsWith('\n');
        }
    }

    @Test
    void readsBackWhatWasWritten() {
        Path file = folder.resolve("a.npy");
        long[] longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE};
        Npy.write(file, longs);
        assertThat(Npy.readLongs(file)).containsExactly(longs);
        Npy.write(file, new int[] {3, -4});
        assertThat(Npy.readLongs(file)).containsExactly(3, -4);
        double[] doubles = {Math.PI, Double.NaN, -0.0, Double.MIN_VALUE};
        Npy.write(file, doubles);
        assertThat(Npy.readDoubles(file)).containsExactly(doubles);
        Npy.write(file, new float[] {1.5f});
        assertThat(NpyHeader.read(file).shape()).containsExactly(1L);
        assertThat(Npy.readDoubles(file)).containsExactly(1.5);
        Npy.write(file, new long[0]);
        assertThat(Npy.readLongs(file)).isEmpty();
    }

    @Test
    void arraysLargerThanABlock() {
        Path file = folder.resolve("a.npy");
        long[] values = new long[200_001];
        Arrays.setAll(values, i -> (long) i * i);
        Npy.write(file, values);
        assertThat(Npy.readLongs(file)).containsExactly(values);
    }

    @Test
    void theShapeMustFit() {
        assertThatThrownBy(() -> Npy.write(folder.resolve("a.npy"), new float[5], 2, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 3] needs 6 numbers, got 5");
    }

    @Test
    void aFileThatCannotBeWritten() {
        Path file = folder.resolve("none/a.npy");
        assertThatThrownBy(() -> Npy.write(file, new long[1]))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith(file + ": ");
        assertThatThrownBy(() -> new NpyWriter(file, 1, 1)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void streamsRows() {
        Path file = folder.resolve("a.npy");
        int rows = 300;
        int columns = 777; // blocks do not end with rows
        try (NpyWriter writer = new NpyWriter(file, rows, columns)) {
            float[] values = new float[columns + 2];
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    values[j + 2] = i * 1000 + j;
                }
                writer.append(values, 2);
            }
        }
        FloatMatrix matrix = Npy.mapFloats(file);
        assertThat(NpyHeader.read(file).shape()).isEqualTo(List.of(300L, 777L));
        float[] row = new float[columns];
        for (int i = 0; i < rows; i++) {
            matrix.row(i, row);
            assertThat(row[0]).isEqualTo(i * 1000);
            assertThat(row[columns - 1]).isEqualTo(i * 1000 + 776);
        }
    }

    @Test
    void theNumberOfRowsIsHeldTo() {
        Path file = folder.resolve("a.npy");
        NpyWriter few = new NpyWriter(file, 2, 1);
        few.append(new float[1]);
        assertThatThrownBy(few::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(file + ": 2 rows were announced, 1 written");
        few.close();
        try (NpyWriter many = new NpyWriter(file, 1, 1)) {
            many.append(new float[1]);
            assertThatThrownBy(() -> many.append(new float[1]))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(file + ": all 1 rows have been written");
        }
    }

    @Test
    void aMatrixInMemory() {
        FloatMatrix matrix = FloatMatrix.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
        float[] row = new float[2];
        matrix.row(2, row);
        assertThat(row).containsExactly(5, 6);
        matrix.setRow(1, new float[] {8, 9});
        matrix.row(1, row);
        assertThat(row).containsExactly(8, 9);
        assertThat(matrix.chunk(0).isDirect()).isTrue();
        assertThatThrownBy(() -> FloatMatrix.of(new float[5], 3, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("values must hold 3 x 2 numbers, got 5");
        assertThatThrownBy(() -> FloatMatrix.allocate(3, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void halvesAsNumPyWritesThem() throws IOException {
        Path file = folder.resolve("a.npy");
        try (NpyWriter writer = NpyWriter.ofHalves(file, 2, 2)) {
            writer.append(new float[] {1, -2});
            writer.append(new float[] {Float.NaN, 0.1f});
        }
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, 10, 118, StandardCharsets.US_ASCII))
                .startsWith("{'descr': '<f2', 'fortran_order': False, 'shape': (2, 2), }");
        assertThat(Arrays.copyOfRange(bytes, 128, 136)).containsExactly(0, 0x3c, 0, 0xc0, 0, 0x7e, 0x66, 0x2e);
    }
}
