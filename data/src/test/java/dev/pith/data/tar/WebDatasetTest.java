package dev.pith.data.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.MemberSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.export.ExportFolder;
import dev.pith.data.export.Selection;
import dev.pith.data.export.WebDatasetExport;
import dev.pith.data.image.Png;
import dev.pith.data.record.RecordText;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
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
    void theMembersOfASampleMayLieApart() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("a.png", Png.encode(DARK))
                    .add("b.cls", "dog")
                    .add("a.txt", "dark")
                    .add("b.png", Png.encode(LIGHT))
                    .add("a.cls", "cat")
                    .add("c.cls", "dog")
                    .add("c.png", Png.encode(DARK));
        }
        try (Source source = WebDataset.open(file, new RecordText(null))) {
            assertThat(IntStream.range(0, source.size()).mapToObj(source::key)).containsExactly("a", "b", "c");
            assertThat(source.labels().orElseThrow().values()).containsExactly(0, 1, 1);
            assertThat(source.labels().orElseThrow().names()).containsExactly("cat", "dog");
            assertThat(((ImageSource) source).encoded(1).bytes()).isEqualTo(Png.encode(LIGHT));
            Map<String, byte[]> members = ((MemberSource) source).members(0);
            assertThat(members.keySet()).containsExactly("png", "txt", "cls");
            assertThat(members.get("txt")).isEqualTo("dark".getBytes(StandardCharsets.UTF_8));
        }
        try (TarFile tar = new TarFile(file)) {
            tar.add("a.png", Png.encode(DARK)).add("b.png", "x").add("a.png", "again");
        }
        assertFailure(": entry 'a.png' is there twice; make the archive anew");
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
    void aSampleThatLacksWhatOthersHaveIsRefusedWhenItIsReadOnly() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", Png.encode(DARK))
                    .add("1.cls", "4")
                    .add("2.json", "{}")
                    .add("2.05.png", "x")
                    .add("2.cls", "5")
                    .add("3.png", Png.encode(DARK))
                    .add("3.cls", " \n");
        }
        try (ImageSource source = (ImageSource) WebDataset.open(file, new RecordText(null))) {
            assertThat(source.image(0).pixels()).isEqualTo(DARK.pixels());
            assertThatThrownBy(() -> source.image(1))
                    .isInstanceOf(PithException.class)
                    .hasMessage(
                            "sample '2' of " + file + " has no image (its members are json, 05.png, cls); give it one");
            assertThatThrownBy(() -> source.image(2))
                    .isInstanceOf(PithException.class)
                    .hasMessage("sample '3' of " + file + " has no label; give it one");
            assertThat(source.labels().orElseThrow().values()).containsExactly(4, 5, -1);
        }
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.json", "{\"text\": \"a\"}").add("2.txt", "x");
        }
        try (RecordSource source = (RecordSource) WebDataset.open(file, new RecordText("text"))) {
            assertThat(source.text(0)).isEqualTo("a");
            assertThatThrownBy(() -> source.text(1))
                    .isInstanceOf(PithException.class)
                    .hasMessage("sample '2' of " + file + " has no .json (its members are txt); give it one");
        }
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.txt", "").add("1.txt", "");
        }
        assertFailure(": entry '1.txt' is there twice; make the archive anew");
    }

    @Test
    void ofTwoImagesNeitherIsTakenUnlessItIsNamed() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("a.mask.png", "mask")
                    .add("a.bmp", "mask")
                    .add("a.png", Png.encode(DARK))
                    .add("b.jpg", Png.encode(LIGHT));
        }
        assertFailure(": sample 'a' has several images, bmp, png; say which is to be looked at, for example"
                + " `image-column` bmp");
        try (ImageSource source = (ImageSource) WebDataset.open(file, new RecordText(null), "png;JPG", null)) {
            assertThat(source.image(0).pixels()).isEqualTo(DARK.pixels());
            assertThat(source.image(1).pixels()).isEqualTo(LIGHT.pixels());
            assertThat(((MemberSource) source).unread()).containsExactly("bmp", "mask.png");
            assertThat(((MemberSource) source).members(0).keySet()).containsExactly("mask.png", "bmp", "png");
        }
        try (ImageSource source = (ImageSource) WebDataset.open(file, new RecordText(null), "mask.png", null)) {
            assertThat(source.encoded(0).extension()).isEqualTo("png");
            assertThat(source.encoded(0).bytes())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("mask");
        }
        assertThatThrownBy(() -> WebDataset.open(file, new RecordText(null), "gif", null))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": no sample has an image called gif; the members of 'a' are mask.png, bmp, png");
    }

    @Test
    void namesWithDotsEndAtTheFirstAndArchivesOfNothingElseAreRefused() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("22.05.png", Png.encode(DARK)).add("22.06.png", Png.encode(DARK));
        }
        assertFailure(": no sample has an image or a .json; the members of '22' are 05.png, 06.png, since the name of a"
                + " sample ends at its first dot: put another character for the dots in the files' names, or name the"
                + " image with `image-column`");
        try (TarFile tar = new TarFile(file)) {
            tar.add("a.v2.png", Png.encode(LIGHT)).add("a.png", Png.encode(DARK));
        }
        try (ImageSource source = (ImageSource) WebDataset.open(file, new RecordText(null))) {
            assertThat(source.size()).isEqualTo(1);
            assertThat(source.image(0).pixels()).isEqualTo(DARK.pixels());
            assertThat(((MemberSource) source).unread()).containsExactly("v2.png");
        }
    }

    @Test
    void labelsAreInMembersOrFieldsOfAnyName() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", Png.encode(DARK))
                    .add("1.class.txt", "dog\n")
                    .add("1.json", "{\"a\": {\"kind\": 1}, \"kind\": 10.0}")
                    .add("2.png", Png.encode(DARK))
                    .add("2.class.txt", "cat\n")
                    .add("2.json", "{\"kind\": 9}")
                    .add("3.png", Png.encode(DARK));
        }
        try (Source source = WebDataset.open(file, new RecordText(null), null, "class.txt")) {
            assertThat(source.labels().orElseThrow().names()).containsExactly("cat", "dog");
            assertThat(source.labels().orElseThrow().values()).containsExactly(1, 0, -1);
        }
        try (Source source = WebDataset.open(file, new RecordText(null), null, "kind")) {
            assertThat(source.labels().orElseThrow().values()).containsExactly(10, 9, -1);
        }
        assertThatThrownBy(() -> WebDataset.open(file, new RecordText(null), null, "label"))
                .isInstanceOf(PithException.class)
                .hasMessage("field 'label' of the .json of " + file
                        + " has no value at any record; give them values, or name another");
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", Png.encode(DARK));
        }
        assertThatThrownBy(() -> WebDataset.open(file, new RecordText(null), null, "label"))
                .isInstanceOf(PithException.class)
                .hasMessage(file + " has no member .label and no .json with a field 'label'; its members are png");
    }

    @Test
    void aDotForTheFolderItselfIsNoPartOfAName() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.folder("./")
                    .add("./__meta__/x.json", "{}")
                    .add("./a.png", Png.encode(DARK))
                    .add("./b/.//c.png", Png.encode(DARK))
                    .add("v1.0/c.png", Png.encode(DARK));
        }
        try (Source source = WebDataset.open(file, new RecordText(null))) {
            assertThat(source.size()).isEqualTo(3);
            assertThat(source.key(0)).isEqualTo("a");
            assertThat(source.key(1)).isEqualTo("b/c");
            assertThat(source.key(2)).isEqualTo("v1.0/c");
        }
    }

    @Test
    void aSelectionHasAllMembersOfItsSamples() throws IOException {
        try (TarFile tar = new TarFile(file)) {
            tar.add("1.png", Png.encode(DARK))
                    .add("2.mask.png", "mask")
                    .add("2.png", Png.encode(LIGHT))
                    .add("2.json", "{ \"own\": 1 }")
                    .add("2.txt", "ü")
                    .add("2." + "x".repeat(120), "long")
                    .add("2.cls", "dog")
                    .add("1.cls", "cat");
        }
        Path out = folder.resolve("out");
        try (Source source = WebDataset.open(file, new RecordText(null))) {
            ExportFolder.write(
                    new WebDatasetExport(WebDatasetExport.SHARD_BYTES),
                    source,
                    new Selection(new int[] {1}),
                    out,
                    Progress.NONE);
            try (Source again = WebDataset.open(out.resolve("selection-000000.tar"), new RecordText(null))) {
                Map<String, byte[]> expected = ((MemberSource) source).members(1);
                Map<String, byte[]> members = ((MemberSource) again).members(0);
                assertThat(members).containsAllEntriesOf(expected).hasSize(expected.size() + 1);
                assertThat(members.get("pith.json"))
                        .asString(StandardCharsets.UTF_8)
                        .isEqualTo("{\"id\":1,\"key\":\"2\",\"label\":1,\"label_name\":\"dog\",\"weight\":1.0}");
            }
        }
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
