package dev.pith.data.open;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/scale.md says of memory, at a size that takes seconds. */
class ManySamplesTest {
    @TempDir
    Path folder;

    /** Bytes a sample on the heap, and the last key. */
    private record Memory(int source, int table, String lastKey) {}

    private Memory memory(String spec, String small) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path printed = folder.resolve("printed.txt");
        List<String> command = List.of(
                java.toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:MarkSweepAlwaysCompactCount=1", // else it leaves a twentieth of the heap as it is
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                ManySamples.class.getName(),
                folder.resolve(spec).toString(),
                folder.resolve(small).toString(),
                folder.resolve("samples.csv").toString());
        int code = new ProcessBuilder(command)
                .redirectOutput(printed.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start()
                .waitFor();
        String[] words = Files.readString(printed).strip().split(" ", -1);
        assertThat(code).isZero();
        return new Memory(Integer.parseInt(words[0]), Integer.parseInt(words[1]), words[2]);
    }

    @Test
    void recordsWithLabels() throws IOException, InterruptedException {
        for (String name : List.of("few.jsonl", "many.jsonl")) {
            try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(name))) {
                for (int i = 0; i < (name.startsWith("few") ? 10 : 300_000); i++) {
                    out.write("{\"text\":\"a\",\"label\":\"c" + i % 100 + "\"}\n");
                }
            }
        }
        Memory memory = memory("many.jsonl", "few.jsonl");
        assertThat(memory.lastKey).isEqualTo("299999");
        assertThat(memory.source).isBetween(12, 21); // where it lies 12, its label 8
        assertThat(memory.table).isBetween(16, 29); // its label 8, bin, rank and gain 16, its key 4
    }

    @Test
    void imagesInFolders() throws IOException, InterruptedException {
        for (String name : List.of("few", "many")) {
            for (int c = 0; c < 10; c++) {
                Path images = Files.createDirectories(folder.resolve(name + "/class-" + c));
                for (int i = 0; i < (name.startsWith("few") ? 1 : 2_000); i++) {
                    Files.createFile(images.resolve("photograph-" + (100_000 + i) + ".png"));
                }
            }
        }
        Memory memory = memory("many", "few");
        assertThat(memory.lastKey).isEqualTo("class-9/photograph-101999.png");
        assertThat(memory.source).isBetween(8, 20); // its label 8, its key 10
        assertThat(memory.table).isBetween(16, 37);
    }

    @Test
    void imagesInArchives() throws IOException, InterruptedException {
        for (String name : List.of("few", "many")) {
            for (int shard = 0; shard < 2; shard++) {
                Path file = Files.createDirectories(folder.resolve(name)).resolve(shard + ".tar");
                int first = shard * 40_000;
                writeTar(file, first, first + (name.startsWith("few") ? 1 : 40_000));
            }
        }
        Memory memory = memory("many", "few");
        assertThat(memory.lastKey).isEqualTo("photograph-0079999");
        assertThat(memory.source).isBetween(16, 80); // 16 and its key, each member 20, in arrays that are not full
        assertThat(memory.table).isBetween(16, 29);
    }

    private static void writeTar(Path file, int from, int to) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name())) {
            for (int i = from; i < to; i++) {
                tar.putArchiveEntry(new TarArchiveEntry(String.format(Locale.ROOT, "photograph-%07d.png", i)));
                tar.closeArchiveEntry();
            }
        }
    }
}
