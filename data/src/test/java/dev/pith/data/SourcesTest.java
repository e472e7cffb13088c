package dev.pith.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
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
                        + " .parquet, .csv, .json, .jsonl, .txt and .tar (also .gz or .zst of them), .npy, .pith, IDX"
                        + " (...-ubyte, ...-ubyte.gz) and CIFAR's .tar.gz");
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
    void countsLettersToChange() {
        assertThat(NearestName.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearestName.distance("", "abc")).isEqualTo(3);
        assertThat(NearestName.distance("abc", "abc")).isZero();
        assertThat(NearestName.of("abd", List.of("abx", "aby"))).contains("abx");
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
