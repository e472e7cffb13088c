package dev.pith.data.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.record.JsonSource;
import dev.pith.data.record.NastyRecords;
import dev.pith.npy.FloatMatrix;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Pith writes must open in Python as it is. Needs python3, for indices NumPy as well. */
class PythonReadsExportsTest {
    private static final Images IMAGES =
            new Images(List.of("a", "b", "c"), new Labels(new long[] {1, 0, 1}, List.of("x", "y")));

    @TempDir
    Path folder;

    @BeforeEach
    void needPython() throws Exception {
        assumeRuns("pass");
    }

    @Test
    void numpyLoadsIndicesWeightsAndSoftLabels() throws Exception {
        assumeRuns("import numpy");
        Selection selection = new Selection(new int[] {2, 0}, new float[] {0.5f, 3});
        FloatMatrix logits = FloatMatrix.of(new float[] {1, 2, 3, 4, -5, 6.5f}, 3, 2);
        export(new IndexExport(IndexOrder.SOURCE, "0.5"), IMAGES, selection.withSoftLabels(logits));
        assertThat(
                        python(
                                """
                        import numpy as np
                        indices = np.load('select_indices_images_0.5.npy')
                        weights = np.load('weights.npy')
                        soft = np.load('soft_labels.npy')
                        print(indices.dtype, indices.tolist(), weights.dtype, weights.tolist())
                        print(soft.dtype, soft.tolist())
                        """))
                .isEqualTo("int64 [2, 0] float32 [0.5, 3.0]\nfloat16 [[-5.0, 6.5], [1.0, 2.0]]\n");
    }

    @Test
    void jsonLoadsNastyRecords() throws Exception {
        Path file = Files.writeString(folder.resolve("in.json"), "[" + String.join(", ", NastyRecords.ALL) + "]");
        int[] ids = IntStream.range(0, NastyRecords.ALL.size()).map(i -> 11 - i).toArray();
        try (JsonSource source = JsonSource.open(file, null, null)) {
            export(new JsonExport(), source, new Selection(ids));
            String same =
                    """
                    import json
                    chosen = %s
                    expected = json.load(open('../in.json', encoding='utf-8'))[::-1]
                    print(len(chosen), all(repr(a) == repr(b) for a, b in zip(chosen, expected)))
                    """;
            assertThat(python(same.formatted("json.load(open('selection.json', encoding='utf-8'))")))
                    .isEqualTo("12 True\n");
            export(new JsonLinesExport(), source, new Selection(ids));
            String lines = "[json.loads(line) for line in open('selection.jsonl', encoding='utf-8', newline='\\n')]";
            assertThat(python(same.formatted(lines))).isEqualTo("12 True\n");
        }
    }

    @Test
    void csvReadsTables() throws Exception {
        Path file = Files.writeString(
                folder.resolve("in.jsonl"), "{\"t\": \"a, \\\"b\\\"\\nc\", \"n\": 1}\n{\"t\": \"ü\"}\n");
        try (JsonSource source = JsonSource.open(file, "t", null)) {
            export(new CsvExport(), source, new Selection(new int[] {0, 1}));
            assertThat(
                            python(
                                    """
                            import csv
                            rows = csv.DictReader(open('selection.csv', encoding='utf-8', newline=''))
                            print(ascii([(row['id'], row['t'], row['n'], row['weight']) for row in rows]))
                            """))
                    .isEqualTo("[('0', 'a, \"b\"\\nc', '1', '1.0'), ('1', '\\xfc', '', '1.0')]\n");
        }
    }

    @Test
    void tarfileReadsArchives() throws Exception {
        export(new WebDatasetExport(1), IMAGES, new Selection(new int[] {2, 1}));
        assertThat(
                        python(
                                """
                        import glob, tarfile
                        for shard in sorted(glob.glob('*.tar')):
                            with tarfile.open(shard) as tar:
                                label = [m for m in tar if m.name.endswith('.cls')][0]
                                print(shard, tar.getnames(), tar.extractfile(label).read().decode())
                        """))
                .isEqualTo(
                        """
                        selection-000000.tar ['2.png', '2.json', '2.cls'] 1
                        selection-000001.tar ['1.png', '1.json', '1.cls'] 0
                        """);
    }

    private void export(Export export, Source source, Selection selection) {
        ExportFolder.write(export, source, selection, folder.resolve("out"), Progress.NONE);
    }

    private void assumeRuns(String script) throws Exception {
        try {
            Process process = start(script, folder);
            Assumptions.assumeTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, script);
        } catch (IOException e) {
            Assumptions.abort("no python3: " + e.getMessage());
        }
    }

    private String python(String script) throws IOException {
        Process process = start(script, folder.resolve("out"));
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replace(System.lineSeparator(), "\n");
    }

    private static Process start(String script, Path directory) throws IOException {
        return new ProcessBuilder("python3", "-c", script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
    }
}
