package dev.pith.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzWriterTest {
    @TempDir
    Path folder;

    private static byte[] archive() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (NpzWriter arrays = new NpzWriter(out)) {
            arrays.add("ids", new int[] {3, 1 << 30});
            arrays.add("far", new long[] {-1, 1L << 40});
            arrays.add("weights", new float[] {0.5f, Float.NaN});
            arrays.add("bytes", new byte[] {0, 127, -1});
            arrays.add("none", new float[0]);
        }
        return out.toByteArray();
    }

    @Test
    void arraysAreReadAsFilesOfTheArchive() throws IOException {
        Path file = Files.write(folder.resolve("arrays.npz"), archive());
        assertThat(Npy.readLongs(file.resolve("ids"))).containsExactly(3, 1 << 30);
        assertThat(Npy.readLongs(file.resolve("far"))).containsExactly(-1, 1L << 40);
        assertThat(Npy.readDoubles(file.resolve("weights"))).containsExactly(0.5, Double.NaN);
        assertThat(Npy.readBytes(file.resolve("bytes"))).containsExactly(0, 127, -1);
        assertThat(Npy.readDoubles(file.resolve("none"))).isEmpty();
        assertThatThrownBy(() -> Npy.readBytes(file.resolve("ids")))
                .hasMessage(file + "/ids: holds int64, expected bytes: in Python, a = numpy.load('arrays.npz')['ids'];"
                        + " numpy.save('mended.npy', a.astype('uint8'))");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("nothing is unpacked").containsExactly(file);
        }
    }

    @Test
    void bytesDoNotDependOnTheClock() throws IOException, InterruptedException {
        byte[] first = archive();
        Thread.sleep(2100); // archives count in steps of two seconds
        assertThat(archive()).isEqualTo(first);
    }
}
