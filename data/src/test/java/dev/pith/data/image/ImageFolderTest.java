package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    private static final String EXTENSIONS = "(.jpg .jpeg .png .ppm .bmp .pgm .tif .tiff .webp)";

    @TempDir
    private Path root;

    /** The order was made by torchvision's rule: sorted(os.walk(class)), sorted(file names). */
    @Test
    void ordersAsTorchvisionDoes() throws IOException {
        touch(
                "b/z.png",
                "b/a/1.png",
                "b/a-b/1.png",
                "b/a/b/0.png",
                "b/a0/1.png",
                "b/a.png",
                "b/Z.png",
                "b/10.png",
                "b/9.png",
                "b/\u00e9.png",
                "b/e\u0301.png",
                "b/\uff5e.png",
                "b/\ud83d\ude00.png",
                "b/ x.png",
                "B/x.JPG",
                "B/.jpg",
                "B/x.jpeg",
                "B/x.webp",
                "B/x.tiff",
                "B/x.tif",
                "B/x.PGM",
                "B/x.gif",
                "B/x.txt",
                "B/x.jpg.txt",
                "a b/x.bmp",
                "beside.png");

        ImageFolder source = open(root);

        assertThat(keys(source))
                .containsExactly(
                        "B/x.JPG",
                        "B/x.PGM",
                        "B/x.jpeg",
                        "B/x.tif",
                        "B/x.tiff",
                        "B/x.webp",
                        "a b/x.bmp",
                        "b/ x.png",
                        "b/10.png",
                        "b/9.png",
                        "b/Z.png",
                        "b/a.png",
                        "b/e\u0301.png",
                        "b/z.png",
                        "b/\u00e9.png",
                        "b/\uff5e.png",
                        "b/\ud83d\ude00.png",
                        "b/a/1.png",
                        "b/a-b/1.png",
                        "b/a/b/0.png",
                        "b/a0/1.png");
        assertThat(source.labels().orElseThrow().names()).containsExactly("B", "a b", "b");
        assertThat(source.labels().orElseThrow().values()).startsWith(0).endsWith(2);
        assertThat(source.name()).isEqualTo("photos");
        assertThat(source.file(6)).contains(root.resolve("a b/x.bmp"));
    }

    @Test
    void aFolderWithoutSubFoldersHasNoLabels() throws IOException {
        touch("2.png", "10.png", "notes.txt");

        ImageFolder source = open(root);

        assertThat(keys(source)).containsExactly("10.png", "2.png");
        assertThat(source.labels()).isEmpty();
    }

    @Test
    void followsLinks() throws IOException {
        touch("elsewhere/deep/1.png", "photos/a/2.png");
        Files.createSymbolicLink(root.resolve("photos/b"), root.resolve("elsewhere"));
        Files.createSymbolicLink(root.resolve("photos/a/0.png"), root.resolve("elsewhere/deep/1.png"));

        assertThat(keys(open(root.resolve("photos")))).containsExactly("a/0.png", "a/2.png", "b/deep/1.png");
    }

    @Test
    void readsImagesAndHandsOutFilesAsTheyAre() throws IOException {
        byte[] png = Png.encode(new Image(1, 2, 3, new byte[] {1, 2, 3, 4, 5, 6}));
        Files.write(Files.createDirectory(root.resolve("c")).resolve("x.PNG"), png);

        ImageFolder source = open(root);

        assertThat(source.image(0).pixels()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(source.encoded(0).bytes()).isEqualTo(png);
        assertThat(source.encoded(0).extension()).isEqualTo("png");
    }

    @Test
    void aBrokenLinkIsASampleThatCannotBeRead() throws IOException {
        touch("c/1.png");
        Path link = Files.createSymbolicLink(root.resolve("c/0.png"), root.resolve("gone.png"));

        ImageFolder source = open(root);

        assertThat(keys(source)).containsExactly("c/0.png", "c/1.png");
        assertThatThrownBy(() -> source.image(0))
                .isInstanceOf(PithException.class)
                .hasMessage(link + ": a symbolic link to nothing");
    }

    @Test
    void namesAFileThatWentAwayAndOneThatIsEmpty() throws IOException {
        touch("c/0.png", "c/1.png");
        ImageFolder source = open(root);
        Files.delete(root.resolve("c/0.png"));

        assertThatThrownBy(() -> source.image(0)).hasMessage(root.resolve("c/0.png") + ": is not there");
        assertThatThrownBy(() -> source.image(1)).hasMessage(root.resolve("c/1.png") + ": is empty, not an image");
    }

    @Test
    void refusesALinkThatGoesRoundInCircles() throws IOException {
        touch("c/1.png");
        Path link = Files.createSymbolicLink(root.resolve("c/again"), root.resolve("c"));

        assertThatThrownBy(() -> open(root))
                .isInstanceOf(PithException.class)
                .hasMessage(link + ": a symbolic link back to a folder it lies in; remove it");
    }

    @Test
    void refusesAnEmptyFolder() {
        assertThatThrownBy(() -> open(root))
                .isInstanceOf(PithException.class)
                .hasMessage(root + ": holds neither class folders nor images " + EXTENSIONS);
    }

    @Test
    void refusesAClassFolderWithoutImages() throws IOException {
        touch("a/1.png", "b/readme.txt");

        assertThatThrownBy(() -> open(root))
                .isInstanceOf(PithException.class)
                .hasMessage(root.resolve("b") + ": class folder without images " + EXTENSIONS
                        + ", only 1 .txt; remove it or fill it");
    }

    @Test
    void refusesANameThatIsNotUtf8() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("os.name").equals("Linux"));
        assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")));
        Files.createDirectory(root.resolve("c"));
        new ProcessBuilder("sh", "-c", "touch \"$(printf 'c/caf\\351.png')\"")
                .directory(root.toFile())
                .start()
                .waitFor();

        assertThatThrownBy(() -> open(root))
                .isInstanceOf(PithException.class)
                .hasMessage(root + ": holds a file whose name is not UTF-8 (caf?.png); rename it");
    }

    @Test
    void refusesNamesThatTheLocaleCannotExpress() {
        assertThatThrownBy(() -> FileName.of(Path.of("c/\u00e9.png"), Path.of("photos"), StandardCharsets.US_ASCII))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        "photos: holds file names beyond ASCII (c/?.png), but this locale's encoding is US-ASCII; set"
                                + " LC_ALL=C.UTF-8");
        assertThat(FileName.of(Path.of("c/e.png"), Path.of("photos"), StandardCharsets.US_ASCII))
                .isEqualTo("c/e.png");
    }

    @Test
    void theFingerprintFollowsNamesSizesAndTimes() throws IOException {
        touch("a/1.png", "a/2.png");
        FileTime time = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(root.resolve("a/1.png"), time);
        String before = open(root).fingerprint();
        assertThat(open(root).fingerprint()).hasSize(64).isEqualTo(before);

        Files.setLastModifiedTime(root.resolve("a/1.png"), FileTime.fromMillis(2_000_000));
        assertThat(open(root).fingerprint()).isNotEqualTo(before);

        Files.write(root.resolve("a/1.png"), new byte[1]);
        Files.setLastModifiedTime(root.resolve("a/1.png"), time);
        assertThat(open(root).fingerprint()).isNotEqualTo(before);

        Files.write(root.resolve("a/1.png"), new byte[0]);
        Files.setLastModifiedTime(root.resolve("a/1.png"), time);
        assertThat(open(root).fingerprint()).isEqualTo(before);

        touch("a/3.png");
        assertThat(open(root).fingerprint()).isNotEqualTo(before);
    }

    @Test
    void hiddenFilesAndFoldersAreNeitherSamplesNorClasses() throws IOException {
        touch(
                "a/1.png",
                "a/._1.png",
                "a/.ipynb_checkpoints/1-checkpoint.png",
                "a/@eaDir/1.png/SYNOPHOTO_THUMB_M.jpg",
                "a/Thumbs.db",
                "a/.DS_Store",
                "b/_2.png",
                "__MACOSX/a/._1.png",
                ".ipynb_checkpoints/x.png",
                "._b.png");

        List<String> said = new ArrayList<>();
        ImageFolder source = ImageFolder.open("photos", root, null, said::add);

        assertThat(keys(source)).containsExactly("a/1.png", "b/_2.png");
        assertThat(source.labels().orElseThrow().names()).containsExactly("a", "b");
        assertThat(said)
                .containsExactly(
                        "photos: left out are 5 hidden (.ipynb_checkpoints, ...), which torchvision would take, so that ids differ"
                                + " from its");
    }

    @Test
    void aHiddenFolderBesideImagesDoesNotMakeThemClasses() throws IOException {
        touch("1.png", "2.png", ".ipynb_checkpoints/1.png");

        List<String> said = new ArrayList<>();
        ImageFolder source = ImageFolder.open("photos", root, null, said::add);

        assertThat(keys(source)).containsExactly("1.png", "2.png");
        assertThat(source.labels()).isEmpty();
        assertThat(said)
                .containsExactly(
                        "photos: left out are 1 hidden (.ipynb_checkpoints), which torchvision would take, so that ids"
                                + " differ from its");
    }

    @Test
    void aSourceThatIsHiddenItselfIsRead() throws IOException {
        touch(".cache/a/1.png");

        assertThat(keys(open(root.resolve(".cache")))).containsExactly("a/1.png");
    }

    @Test
    void aHiddenFolderThatCannotBeReadIsNoMatter() throws IOException {
        assumeTrue(!System.getProperty("user.name").equals("root"));
        touch("a/1.png", "a/.trash/2.png");
        assumeTrue(root.resolve("a/.trash").toFile().setReadable(false));

        assertThat(keys(open(root))).containsExactly("a/1.png");
    }

    @Test
    void saysInOneLineWhatIsLeftOut() throws IOException {
        touch("a/1.png", "a/2.gif", "a/b/3.GIF", "a/4.heic", "a/notes", "b/5.jpg", "b/6.jfif", "7.png", "readme.md");

        List<String> said = new ArrayList<>();
        ImageFolder.open("photos", root, null, said::add);

        assertThat(said)
                .containsExactly(
                        "photos: left out are files of other kinds (2 .gif, 1 .heic, 1 .jfif, 1 without extension; images are .jpg"
                                + " .jpeg .png .ppm .bmp .pgm .tif .tiff .webp, as for torchvision); 1 image beside the class folders");
    }

    @Test
    void nothingIsSaidWhereNothingIsLeftOut() throws IOException {
        touch("a/1.png", "b/2.png", "readme.md");

        ImageFolder.open("photos", root, null, line -> fail(line));
    }

    private void touch(String... files) throws IOException {
        for (String file : files) {
            Path path = root.resolve(file);
            Files.createDirectories(path.getParent());
            Files.createFile(path);
        }
    }

    private static ImageFolder open(Path folder) {
        return ImageFolder.open("photos", folder, null);
    }

    private static String[] keys(ImageFolder source) {
        return IntStream.range(0, source.size()).mapToObj(source::key).toArray(String[]::new);
    }
}
