package dev.pith.data.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.image.Png;
import dev.pith.data.record.RecordText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebDatasetTest {
    private static final Image DARK = new Image(2, 1, 1, new byte[] {0, 1});
    private static final Image LIGHT = new Image(1, 2, 3, new byte[] {9, 8, 7, -1, -2, -3});

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("shard.tar");
    }

    @Test
    void groupsMembersByTheirPathUpToTheFirstDot() throws IOException {
        String longFolder = "long/" + "x".repeat(150);
        try (TarFile tar = new TarFile(file)) {
            tar.folder("b/")
                    .add("b/1.cls", "7\n")
                    .add("b/1.PNG", Png.encode(DARK))
                    .add("b/1.seg.png", "not the image")
                    .add("README", "no extension")
                    .add("b/.hidden", "no key")
                    .add(longFolder + "/ü.json", "{}")
                    .add(longFolder + "/ü.png", Png.encode(LIGHT))
                    .add(longFolder + "/ü.cls", "-2");
        }
        try (ImageSource source = (ImageSource) WebDataset.open(file, new RecordText(null))) {
            assertThat(source.size()).isEqualTo(2);
            assertThat(source.key(0)).isEqualTo("b/1");
            assertThat(source.key(1)).isEqualTo(longFolder + "/ü");
            assertThat(source.labels().orElseThrow().values()).containsExactly(7, -2);
            assertThat(source.image(1).pixels()).isEqualTo(LIGHT.pixels());
            assertThat(source.image(0).pixels()).isEqualTo(DARK.pixels());
            assertThat(source.encoded(0).bytes()).isEqualTo(Png.encode(DARK));
            assertThat(source.encoded(0).extension()).isEqualTo("png");
            assertThat(source.file(0)).isEmpty();
            assertThat(source.name()).isEqualTo(file.toString());
        }
    }

    @Test
    void readsRecordsWhereThereAreNoImages() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.json", "{\"output\": \"b\", \"instruction\":\"a\"}")
                    .add("1.cls", "dog")
                    .add("2.json", "{ }")
                    .add("2.cls", "3");
        }
        try (RecordSource source = (RecordSource) WebDataset.open(file, new RecordText(null))) {
            assertThat(source.text(0)).isEqualTo("a b");
            assertThat(new String(source.record(1), StandardCharsets.UTF_8)).isEqualTo("{ }");
            assertThat(source.labels().orElseThrow().names()).containsExactly("3", "dog");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../up.png", "a/../../up.png", "/etc/up.png", "a\\..\\up.png", ".."})
    void refusesEntriesThatLeadOut(String name) throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", Png.encode(DARK)).add(name, "x");
        }
        assertFailure(": entry '" + name + "' leads out of the archive; make the archive anew without it");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_FIFO, TarConstants.LF_CHR})
    void refusesLinksAndDevices(byte kind) throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", Png.encode(DARK)).link("2.png", kind, "/etc/passwd");
        }
        assertFailure(": entry '2.png' is no plain file but a link or device; make the archive anew without it");
    }

    @Test
    void refusesAnArchiveCutAnywhere() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", Png.encode(DARK))
                    .add("1.cls", "1")
                    .add("2.png", Png.encode(DARK))
                    .add("2.cls", "1");
        }
        byte[] whole = Files.readAllBytes(file);
        int end = 8 * 512; // each of the four: header and one block
        for (int length = 1; length <= end; length += 111) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> WebDataset.open(file, new RecordText(null)))
                    .isInstanceOf(PithException.class)
                    .hasMessageMatching(
                            "\\Q" + file + "\\E: the archive ends early \\(at '.*'\\); it was cut off, get it again");
        }
        Files.write(file, Arrays.copyOf(whole, end));
        assertFailure(": the archive ends early (at '2'); it was cut off, get it again");
    }

    @Test
    void refusesWhatIsNoArchive() throws IOException {
        Files.writeString(file, "hello ".repeat(1000));
        assertThatThrownBy(() -> WebDataset.open(file, new RecordText(null)))
                .isInstanceOf(PithException.class)
                .message()
                .startsWith("cannot read " + file + " as an archive: ")
                .endsWith("; check that it is an uncompressed .tar you may read")
                .doesNotContain("\n");
        Files.write(file, new byte[10240]);
        assertFailure(" holds no samples; a sample is a group of files such as a.jpg and a.cls");
        Files.write(file, new byte[0]);
        assertFailure(": the archive ends early (at 'its first entry'); it was cut off, get it again");
    }

    @Test
    void refusesSamplesThatLackWhatOthersHave() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", Png.encode(DARK)).add("2.json", "{}");
        }
        assertFailure(": sample '2' has no image; make the archive anew without it");
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.json", "{}").add("2.txt", "x");
        }
        assertFailure(": sample '2' has no image and no .json; make the archive anew without it");
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", "").add("2.png", "").add("2.cls", "1");
        }
        assertThatThrownBy(() -> WebDataset.open(file, new RecordText(null)))
                .isInstanceOf(PithException.class)
                .hasMessage("the .cls of " + file
                        + " has no value at record 0; give it one, or leave the record out of the source");
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", "").add("1.png", "");
        }
        assertFailure(": entry '1.png' is there twice; make the archive anew");
    }

    private void assertFailure(String message) {
        assertThatThrownBy(() -> {
                    try (Source source = WebDataset.open(file, new RecordText(null))) {
                        assertThat(source).isNull();
                    }
                })
                .isInstanceOf(PithException.class)
                .hasMessage(file + message);
    }
}
