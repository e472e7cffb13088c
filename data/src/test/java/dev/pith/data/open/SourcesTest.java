package dev.pith.data.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.npy.NpzWriter;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Sources} itself decides; each kind of source has tests of its own. */
class SourcesTest {
    @TempDir
    private Path root;

    @Test
    void opensTheBundledDataSetByName() {
        Source test = Sources.open(
                "fashion-mnist-mini", SourceOptions.builder().split(Split.TEST).build());

        assertThat(test).isInstanceOf(ImageSource.class);
        assertThat(test.size()).isEqualTo(1000);
        assertThat(test.name()).isEqualTo("fashion-mnist-mini");
    }

    @Test
    void proposesTheNearestName() throws IOException {
        assertUnknown("fashon-mnist-mini", "did you mean fashion-mnist-mini?");
        assertUnknown("CIFAR-10", "did you mean cifar10?");
        assertUnknown(
                "something-else", "built in are fashion-mnist-mini, fashion-mnist, mnist, cifar10, cifar100, svhn");

        Files.createDirectory(root.resolve("photos"));
        assertUnknown(root.resolve("fotos").toString(), "did you mean " + root.resolve("photos") + "?");
    }

    @Test
    void refusesAFileOfNoKnownKind() throws IOException {
        Path file = Files.writeString(root.resolve("notes.md"), "hello");

        assertThatThrownBy(() -> open(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": is no file of a known kind; sources are folders of images, files or folders of"
                        + " .parquet, .csv, .json, .jsonl, .txt and .tar (also .gz or .zst of them), .npy, .npz, .pith, .yaml of"
                        + " YOLO's, IDX (...-ubyte, ...-ubyte.gz) and CIFAR's .tar.gz");
    }

    @Test
    void readsAnotherColumnThanTheLabels() throws IOException {
        Path file = Files.writeString(root.resolve("a.csv"), "text,label,from\nx,0,web\ny,1,book\nz,0,web\n");
        SourceOptions options =
                SourceOptions.builder().textColumn("text").labelColumn("label").build();

        assertThat(column(file, options, "from").values()).containsExactly(1, 0, 1);
        assertThat(column(file, options, "from").names()).containsExactly("book", "web");
        Files.writeString(file, "text,label,from\nx,0,web\ny,1,\nz,0,web\n");
        assertThatThrownBy(() -> column(file, options, "from"))
                .hasMessage(file + ": column 'from' says nothing of sample 1 (1); give it a group");
        assertThatThrownBy(() -> column(file, options, "form")).hasMessageContaining("form");
        Path lines = Files.writeString(root.resolve("a.txt"), "x\ny\n");
        Path folder = Files.createDirectory(root.resolve("folder"));
        for (Path none : List.of(lines, folder, Path.of("fashion-mnist-mini"))) {
            assertThatThrownBy(() -> column(none, SourceOptions.DEFAULT, "from"))
                    .isInstanceOf(PithException.class)
                    .hasMessage(none + ": has no columns or fields, so none is called from; give groups in a file, with"
                            + " `group`");
        }
    }

    private static Labels column(Path source, SourceOptions options, String column) {
        return Sources.column(source.toString(), options, column, Progress.NONE);
    }

    @Test
    void refusesLabelsWhereTheSourceBringsItsOwn() {
        SourceOptions options =
                SourceOptions.builder().labels(Path.of("labels.npy")).build();

        assertThatThrownBy(() -> Sources.open("fashion-mnist-mini", options))
                .isInstanceOf(PithException.class)
                .hasMessage("fashion-mnist-mini: brings its own labels; leave out labels.npy");
    }

    @Test
    void aFolderHasATestPartWhereItHoldsFilesOfIt() throws IOException {
        Path idx = Files.createDirectory(root.resolve("idx"));
        Files.createFile(idx.resolve("train-images-idx3-ubyte"));
        assertThat(Sources.hasTestPart(idx.toString())).isFalse();
        Files.createFile(idx.resolve("t10k-images-idx3-ubyte.gz"));
        assertThat(Sources.hasTestPart(idx.toString())).isTrue();

        Path cifar = Files.createDirectory(root.resolve("cifar"));
        Files.createFile(cifar.resolve("data_batch_1.bin"));
        assertThat(Sources.hasTestPart(cifar.toString())).isFalse();
        Files.createFile(cifar.resolve("test_batch.bin"));
        assertThat(Sources.hasTestPart(cifar.toString())).isTrue();
        assertThat(Sources.hasTestPart(root.toString())).isFalse();
        assertThat(Sources.hasTestPart("mnist")).isTrue();
    }

    @Test
    void recordsTakeNoFileOfLabels() throws IOException {
        Path file = Files.writeString(root.resolve("r.jsonl"), "{\"text\": \"a\", \"label\": 1}\n");
        SourceOptions labels =
                SourceOptions.builder().labels(Path.of("labels.npy")).build();
        assertThatThrownBy(() -> Sources.open(file.toString(), labels))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        file + ": takes no file of labels; those of records are a field or column of theirs, named with"
                                + " `label-column`, so leave out labels.npy");
        SourceOptions both = SourceOptions.builder()
                .labels(Path.of("labels.npy"))
                .labelColumn("label")
                .build();
        assertThatThrownBy(() -> Sources.open(file.toString(), both))
                .hasMessage(file + ": brings its own labels; leave out labels.npy");
    }

    @Test
    void anArrayOfAnArchiveIsASource() throws IOException {
        Path file = root.resolve("f.npz");
        try (NpzWriter archive = new NpzWriter(Files.newOutputStream(file))) {
            archive.add("x", new float[] {1, 2});
            archive.add("y", new float[] {1, 2});
        }
        assertThatThrownBy(() -> open(file)).hasMessageContaining(": holds 2 arrays (x, y): name one");
        assertThatThrownBy(() -> open(file.resolve("x"))).hasMessageContaining("f.npz/x: has shape (2,), expected two");
    }

    private static Source open(Path path) {
        return Sources.open(path.toString(), SourceOptions.DEFAULT);
    }

    private static void assertUnknown(String spec, String hint) {
        assertThatThrownBy(() -> Sources.open(spec, SourceOptions.DEFAULT))
                .isInstanceOf(PithException.class)
                .hasMessage(spec + ": no such file, folder or built-in data set; " + hint);
    }
}
