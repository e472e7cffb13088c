package dev.pith.data.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.image.ImageFolder;
import dev.pith.data.record.RecordText;
import dev.pith.data.table.TableImages;
import dev.pith.data.tar.WebDataset;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageExportTest {
    private static final Labels LABELS = new Labels(new long[] {1, 0, 1, 2}, List.of("zebra", "an \"ant\"", "c'at"));
    private static final Images SOURCE = new Images(List.of("0", "b,c/1", "ü.png", "3"), LABELS);
    private static final Selection SELECTION = new Selection(new int[] {3, 0, 2}, new float[] {1, 0.1f, 2});

    @TempDir
    Path folder;

    @Test
    void parquetComesBackWithNamesOfClasses() {
        Path out = export(new ParquetExport(), SOURCE, SELECTION);
        try (TableImages again = TableImages.open(out.resolve("selection.parquet"), "image", "label")) {
            assertSameImages(again);
            assertThat(again.labels().orElseThrow().names()).isEqualTo(LABELS.names());
            assertThat(again.encoded(1).bytes()).isEqualTo(SOURCE.encoded(0).bytes());
        }
        assertThat(out.resolve(".rows.duckdb")).doesNotExist();
    }

    @Test
    void archivesComeBack() throws IOException {
        Path out = export(new WebDatasetExport(WebDatasetExport.SHARD_BYTES), SOURCE, SELECTION);
        try (ImageSource again =
                (ImageSource) WebDataset.open(out.resolve("selection-000000.tar"), new RecordText(null))) {
            assertSameImages(again);
            assertThat(again.key(1)).isEqualTo("0");
        }
    }

    @Test
    void largeArchivesAreSplitBetweenSamples() throws IOException {
        Path out = export(new WebDatasetExport(1), SOURCE, SELECTION);
        for (int shard = 0; shard < 3; shard++) {
            try (Source again =
                    WebDataset.open(out.resolve("selection-00000" + shard + ".tar"), new RecordText(null))) {
                assertThat(again.size()).isEqualTo(1);
                assertThat(again.key(0)).isEqualTo(Integer.toString(SELECTION.ids()[shard]));
            }
        }
        assertThat(out.resolve("selection-000003.tar")).doesNotExist();
        assertThatThrownBy(() -> new WebDatasetExport(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shardBytes must be positive, got 0");
    }

    @Test
    void listsSayWhichSampleIsMeant() {
        assertThat(export(new CsvExport(), SOURCE, SELECTION).resolve("selection.csv"))
                .hasContent(
                        """
                        id,key,label,label_name,weight
                        3,3,2,c'at,1.0
                        0,0,1,"an ""ant\""",0.1
                        2,ü.png,1,"an ""ant\""",2.0
                        """);
        assertThat(export(new JsonLinesExport(), SOURCE, SELECTION).resolve("selection.jsonl"))
                .hasContent(
                        """
                        {"id":3,"key":"3","label":2,"label_name":"c'at","weight":1.0}
                        {"id":0,"key":"0","label":1,"label_name":"an \\"ant\\"","weight":0.1}
                        {"id":2,"key":"ü.png","label":1,"label_name":"an \\"ant\\"","weight":2.0}
                        """);
    }

    @Test
    void theSameSelectionGivesTheSameBytes() throws IOException {
        for (Export export : List.of(
                new ParquetExport(),
                new CsvExport(),
                new JsonLinesExport(),
                new WebDatasetExport(1000),
                new ImageFolderExport(Placement.COPY))) {
            Path first = folder.resolve(export.form() + "-1");
            Path second = folder.resolve(export.form() + "-2");
            ExportFolder.write(export, SOURCE, SELECTION, first, Progress.NONE);
            ExportFolder.write(export, SOURCE, SELECTION, second, Progress.NONE);
            try (Stream<Path> files = Files.walk(first)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    assertThat(second.resolve(first.relativize(file))).hasSameBinaryContentAs(file);
                }
            }
        }
    }

    @Test
    void csvOfAFolderNamesItsFiles() throws IOException {
        Path root = Path.of(System.getProperty("pith.root", "..")).resolve("../shared/data/cifar10-small/test");
        Assumptions.assumeTrue(Files.isDirectory(root), root + " is not here");
        try (ImageFolder source = ImageFolder.open("cifar10-small", root, null)) {
            int[] ids = IntStream.range(0, 100).map(i -> i * 7 % 1000).toArray();
            Selection selection = new Selection(ids);
            Path csv = export(new CsvExport(), source, selection).resolve("selection.csv");
            try (TableImages again = TableImages.open(csv, "file", "label")) {
                assertSame(again, source, ids);
            }
            Path parquet = export(new ParquetExport(), source, selection).resolve("selection.parquet");
            try (TableImages again = TableImages.open(parquet, "image", "label")) {
                assertSame(again, source, ids);
                assertThat(again.labels().orElseThrow().names())
                        .isEqualTo(source.labels().orElseThrow().names());
            }
            Path tar = export(new WebDatasetExport(WebDatasetExport.SHARD_BYTES), source, selection)
                    .resolve("selection-000000.tar");
            try (ImageSource again = (ImageSource) WebDataset.open(tar, new RecordText(null))) {
                assertSame(again, source, ids);
            }
        }
    }

    private static void assertSame(ImageSource again, ImageSource source, int[] ids) {
        assertThat(again.size()).isEqualTo(ids.length);
        for (int i = 0; i < ids.length; i++) {
            assertThat(again.encoded(i).bytes())
                    .isEqualTo(source.encoded(ids[i]).bytes());
            assertThat(again.labels().orElseThrow().values()[i])
                    .isEqualTo(source.labels().orElseThrow().values()[ids[i]]);
        }
    }

    private static void assertSameImages(ImageSource again) {
        assertThat(again.size()).isEqualTo(SELECTION.size());
        for (int i = 0; i < SELECTION.size(); i++) {
            assertThat(again.image(i).pixels()).containsExactly(SELECTION.ids()[i]);
        }
        assertThat(again.labels().orElseThrow().values()).containsExactly(2, 1, 1);
    }

    private Path export(Export export, Source source, Selection selection) {
        Path out = folder.resolve("out");
        ExportFolder.write(export, source, selection, out, Progress.NONE);
        return out;
    }
}
