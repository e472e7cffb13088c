package dev.pith.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.label.Idx;
import dev.pith.data.open.Sources;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxTest {
    /** Two images of 3 x 2 (width by height). */
    private static final byte[] IMAGES = HexFormat.of()
            .parseHex("00000803" + "00000002" + "00000002" + "00000003" + "010203040506" + "0708090a0b0c");

    private static final byte[] LABELS = HexFormat.of().parseHex("00000801" + "00000002" + "09ff");

    @TempDir
    private Path folder;

    @Test
    void readsImagesAndLabels() {
        Idx.Images images = Idx.images(new ByteArrayInputStream(IMAGES), "x");

        assertThat(images.width()).isEqualTo(3);
        assertThat(images.height()).isEqualTo(2);
        assertThat(images.pixels()).isEqualTo(new byte[][] {{1, 2, 3, 4, 5, 6}, {7, 8, 9, 10, 11, 12}});
        assertThat(Idx.labels(new ByteArrayInputStream(LABELS), "x")).containsExactly(9, 255);
    }

    @Test
    void refusesWhatItsHeaderDoesNotDescribe() {
        assertImagesRefused(
                "00000801" + "00000001" + "05",
                "x: is no IDX file of unsigned bytes with 3 dimensions (its first" + " four bytes are 00000801)");
        assertImagesRefused(
                "00000803" + "7fffffff" + "00000001" + "00000001" + "05",
                "x: truncated, its header claims 2147483647 items, it holds 1; get the file again");
        assertImagesRefused(
                "00000803" + "ffffffff" + "00000001" + "00000001" + "05",
                "x: its header claims 4294967295 items; from 1 to 2147483647 are read");
        assertImagesRefused(
                "00000803" + "00000001" + "00000000" + "00000000",
                "x: its header claims images of 0 x 0 pixels; sides from 1 to 10000 are read");
        assertImagesRefused(
                "00000803" + "00000001" + "00000001" + "00000001" + "0506",
                "x: goes on after the 1 items its header claims; get the file again");
        assertImagesRefused("0000", "x: cannot be read as IDX (it ends too early); get the file again");
        assertThatThrownBy(
                        () -> Idx.labels(new ByteArrayInputStream(HexFormat.of().parseHex("000008010000000301")), "y"))
                .hasMessage("y: truncated, its header claims 3 items, it holds 1; get the file again");
        assertThatThrownBy(() -> Idx.images(folder.resolve("none")))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(folder.resolve("none") + ": cannot be read (");
    }

    @Test
    void refusesADamagedGzip() throws IOException {
        byte[] cut = Arrays.copyOf(gzip(IMAGES), 25);

        assertThatThrownBy(() -> Idx.images(new ByteArrayInputStream(cut), "x.gz"))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("x.gz: cannot be read as IDX (");
    }

    @Test
    void opensAFileWithTheLabelsBesideIt() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(IMAGES));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), LABELS);

        ImageSource source = open(folder.resolve("train-images-idx3-ubyte.gz"), SourceOptions.DEFAULT);

        assertThat(source.image(1).pixels()).containsExactly(7, 8, 9, 10, 11, 12);
        assertThat(source.labels().orElseThrow().values()).containsExactly(9, 255);
        assertThat(source.encoded(0).extension()).isEqualTo("png");
    }

    @Test
    void opensAFileWithoutLabelsOrWithThoseGiven() throws IOException {
        Path images = Files.write(folder.resolve("pictures-ubyte"), IMAGES);
        Path labels = Files.write(folder.resolve("mine"), LABELS);

        assertThat(open(images, SourceOptions.DEFAULT).labels()).isEmpty();
        assertThat(open(images, SourceOptions.builder().labels(labels).build())
                        .labels()
                        .orElseThrow()
                        .values())
                .containsExactly(9, 255);
    }

    @Test
    void opensTheSplitOfAFolder() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), IMAGES);
        Files.write(folder.resolve("train-images-idx3-ubyte.gz"), gzip(IMAGES));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), LABELS);
        Files.write(folder.resolve("t10k-images.idx3-ubyte"), IMAGES);
        // As macOS leaves behind.
        Files.write(folder.resolve("._train-images-idx3-ubyte"), new byte[] {0, 5, 22, 7});

        assertThat(open(folder, SourceOptions.DEFAULT).labels()).isPresent();
        SourceOptions test = SourceOptions.builder().split(Split.TEST).build();
        assertThat(open(folder, test).labels()).isEmpty();
        assertThat(open(folder, test).fingerprint())
                .isNotEqualTo(open(folder, SourceOptions.DEFAULT).fingerprint());
    }

    @Test
    void refusesAFolderWithoutTheSplitOrWithSeveralDataSets() throws IOException {
        Files.write(folder.resolve("a-train-images-idx3-ubyte"), IMAGES);
        SourceOptions test = SourceOptions.builder().split(Split.TEST).build();
        assertThatThrownBy(() -> open(folder, test))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        folder + ": no IDX files of images of the test part among a-train-images-idx3-ubyte; give the"
                                + " path of the file");

        Files.write(folder.resolve("b-train-images-idx3-ubyte"), IMAGES);
        assertThatThrownBy(() -> open(folder, SourceOptions.DEFAULT))
                .hasMessage(
                        folder + ": several IDX files of images of the training part among a-train-images-idx3-ubyte,"
                                + " b-train-images-idx3-ubyte; give the path of the file");
    }

    @Test
    void refusesLabelsOfAnotherLength() throws IOException {
        Path images = Files.write(folder.resolve("train-images-idx3-ubyte"), IMAGES);
        Path labels = Files.write(
                folder.resolve("train-labels-idx1-ubyte"), HexFormat.of().parseHex("000008010000000301" + "0203"));

        assertThatThrownBy(() -> open(images, SourceOptions.DEFAULT))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        labels + ": holds 3 labels, but " + images + " has 2 samples; give the labels of this source");
    }

    private static ImageSource open(Path path, SourceOptions options) {
        return (ImageSource) Sources.open(path.toString(), options);
    }

    private static void assertImagesRefused(String hex, String message) {
        assertThatThrownBy(
                        () -> Idx.images(new ByteArrayInputStream(HexFormat.of().parseHex(hex)), "x"))
                .isInstanceOf(PithException.class)
                .hasMessage(message);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }
}
