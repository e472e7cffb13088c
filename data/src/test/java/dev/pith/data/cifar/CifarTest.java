package dev.pith.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.open.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarTest {
    @TempDir
    private Path folder;

    @Test
    void readsTheBatchesOfAFolderInOrder() throws IOException {
        for (int batch = 5; batch >= 1; batch--) {
            Files.write(folder.resolve("data_batch_" + batch + ".bin"), records(1, batch, batch + 5));
        }
        Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nautomobile\n\n");

        ImageSource source = open(folder, Split.TRAIN);

        assertThat(source.labels().orElseThrow().values()).containsExactly(1, 6, 2, 7, 3, 8, 4, 9, 5, 10);
        assertThat(source.labels().orElseThrow().names()).containsExactly("airplane", "automobile");
        assertThat(source.key(3)).isEqualTo("3");
        ImageSource.Image image = source.image(2);
        assertThat(image.width()).isEqualTo(32);
        assertThat(image.channels()).isEqualTo(3);
        // Red counts along the row, green along the column, blue holds the label.
        assertThat(image.pixels()).startsWith(0, 0, 2, 1, 0, 2, 2, 0, 2).endsWith(30, 31, 2, 31, 31, 2);
    }

    @Test
    void readsFineLabelsOfTheLargerSet() throws IOException {
        Files.write(folder.resolve("train.bin"), records(2, 7));
        Files.write(folder.resolve("test.bin"), records(2, 99, 3));

        assertThat(open(folder, Split.TRAIN).labels().orElseThrow().values()).containsExactly(7);
        assertThat(open(folder, Split.TEST).labels().orElseThrow().values()).containsExactly(99, 3);
    }

    @Test
    void readsTheArchiveAsItIsDownloaded() throws IOException {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("cifar-10-batches-bin/data_batch_2.bin", records(1, 2));
        files.put("cifar-10-batches-bin/data_batch_1.bin", records(1, 1));
        files.put("cifar-10-batches-bin/batches.meta.txt", "a\nb\n".getBytes(StandardCharsets.UTF_8));
        files.put("cifar-10-batches-bin/data_batch_3.bin", records(1, 3));
        files.put("cifar-10-batches-bin/data_batch_4.bin", records(1, 4));
        files.put("cifar-10-batches-bin/data_batch_5.bin", records(1, 5));
        files.put("cifar-10-batches-bin/test_batch.bin", records(1, 9));
        Path archive = archive(files);

        assertThat(open(archive, Split.TRAIN).labels().orElseThrow().values()).containsExactly(1, 2, 3, 4, 5);
        assertThat(open(archive, Split.TEST).labels().orElseThrow().values()).containsExactly(9);
        assertThat(open(archive, Split.TEST).labels().orElseThrow().names()).containsExactly("a", "b");
    }

    @Test
    void refusesAMissingBatch() throws IOException {
        Files.write(folder.resolve("data_batch_1.bin"), records(1, 0));

        assertThatThrownBy(() -> open(folder, Split.TRAIN))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(folder.resolve("data_batch_2.bin") + ": cannot be read (")
                .hasMessageEndingWith("; get the file again");

        Path archive = archive(Map.of("x/data_batch_1.bin", records(1, 0)));
        assertThatThrownBy(() -> open(archive, Split.TRAIN))
                .hasMessage(archive + ": lacks data_batch_2.bin; get the file again");
    }

    @Test
    void refusesATruncatedFile() throws IOException {
        Files.write(folder.resolve("test.bin"), Arrays.copyOf(records(2, 1, 2), 4000));

        assertThatThrownBy(() -> open(folder, Split.TEST))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        folder.resolve("test.bin") + ": truncated, record 1 has 926 of 3074 bytes; get the file again");
    }

    @Test
    void refusesAnArchiveOfSomethingElse() throws IOException {
        Path archive = archive(Map.of("cifar-10-batches-py/data_batch_1", new byte[10]));
        assertThatThrownBy(() -> open(archive, Split.TRAIN))
                .isInstanceOf(PithException.class)
                .hasMessage(archive + ": holds no CIFAR files (data_batch_1.bin or train.bin); the binary version is"
                        + " needed");

        Files.write(archive, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> open(archive, Split.TRAIN))
                .hasMessageStartingWith(archive + ": is not compressed by gzip, though its name says so;");
    }

    private static ImageSource open(Path path, Split split) {
        return (ImageSource) Sources.open(
                path.toString(), SourceOptions.builder().split(split).build());
    }

    private static byte[] records(int labelBytes, int... labels) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int label : labels) {
            for (int i = 1; i < labelBytes; i++) {
                out.write(19);
            }
            out.write(label);
            for (int i = 0; i < 3 * 1024; i++) {
                int plane = i / 1024;
                out.write(plane == 0 ? i % 32 : plane == 1 ? i / 32 % 32 : label);
            }
        }
        return out.toByteArray();
    }

    private Path archive(Map<String, byte[]> files) throws IOException {
        Path archive = folder.resolve("cifar.tar.gz");
        try (OutputStream out = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }
}
