package dev.pith.data.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PatchArchiveTest {
    private static final int COUNT = 70;

    @TempDir
    Path folder;

    private static PatchFormat format(PatchGrid grid, PatchCodec codec) {
        return new PatchFormat(grid, codec, 90, true, List.of("cat", "dog"), Map.of("method", "random"));
    }

    /** Writes {@link #COUNT} images, every third grey where {@code channels} is 3; ids run backwards. */
    private ArchiveBytes write(Path file, PatchGrid grid, PatchCodec codec, int channels, double keep) {
        return PatchArchiveWriter.write(file, format(grid, codec), out -> {
            for (int i = 0; i < COUNT; i++) {
                out.add(id(i), key(i), i % 2, mask(grid, keep, i), image(grid, channels, i), 1000 + i);
            }
        });
    }

    private static int id(int i) {
        return 3 * (COUNT - i);
    }

    private static String key(int i) {
        return i % 3 == 0 ? Integer.toString(id(i)) : i % 3 == 1 ? "dog/ü" + i + ".png" : "else/" + i;
    }

    private static boolean[] mask(PatchGrid grid, double keep, int i) {
        boolean[] kept = PatchImages.mask(grid, keep, i);
        if (keep == 1) {
            Arrays.fill(kept, true);
        }
        return kept;
    }

    private static Image image(PatchGrid grid, int channels, int i) {
        return PatchImages.image(grid.width(), grid.height(), i % 3 == 0 ? 1 : channels, i);
    }

    @ParameterizedTest
    @CsvSource({"28, 28, 7, 7, 1", "32, 32, 14, 14, 3", "13, 5, 2, 3, 3", "1, 1, 1, 1, 1", "3, 200, 10, 1, 3"})
    void nothingDroppedIsTheImageItself(int width, int height, int rows, int columns, int channels) {
        PatchGrid grid = new PatchGrid(width, height, rows, columns);
        Path file = folder.resolve("a.pith");
        ArchiveBytes bytes = write(file, grid, PatchCodec.LOSSLESS, channels, 1);
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            for (int i = 0; i < COUNT; i++) {
                assertThat(archive.image(i).pixels())
                        .isEqualTo(image(grid, channels, i).pixels());
            }
        }
        assertThat(bytes.whole()).isEqualTo(bytes.archive());
        assertThat(bytes.patchKeep()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"28, 28, 7, 7, 1, 0.75", "32, 32, 14, 14, 3, 0.5", "13, 5, 2, 3, 3, 0.1", "40, 17, 17, 40, 3, 0.3"})
    void visiblePixelsComeBackBitForBit(int width, int height, int rows, int columns, int channels, double keep) {
        PatchGrid grid = new PatchGrid(width, height, rows, columns);
        Path file = folder.resolve("a.pith");
        ArchiveBytes bytes = write(file, grid, PatchCodec.LOSSLESS, channels, keep);
        long kept = 0;
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            assertThat(archive.size()).isEqualTo(COUNT);
            for (int i = 0; i < COUNT; i++) {
                MaskedImage masked = archive.masked(i);
                assertThat(masked.kept()).isEqualTo(mask(grid, keep, i));
                assertVisibleEqual(grid, masked.kept(), masked.image(), image(grid, channels, i));
                assertThat(masked.key()).isEqualTo(key(i)).isEqualTo(archive.key(i));
                assertThat(masked.id()).isEqualTo(id(i)).isEqualTo(archive.sourceId(i));
                kept += IntStream.range(0, grid.size())
                        .filter(p -> masked.kept()[p])
                        .count();
            }
        }
        assertThat(bytes.keptPatches()).isEqualTo(kept);
    }

    private static void assertVisibleEqual(PatchGrid grid, boolean[] kept, Image actual, Image expected) {
        assertThat(actual.channels()).isEqualTo(expected.channels());
        for (int y = 0; y < grid.height(); y++) {
            for (int x = 0; x < grid.width(); x++) {
                if (kept[grid.patch(x, y)]) {
                    int at = (y * grid.width() + x) * actual.channels();
                    for (int c = 0; c < actual.channels(); c++) {
                        assertThat(actual.pixels()[at + c]).isEqualTo(expected.pixels()[at + c]);
                    }
                }
            }
        }
    }

    @Test
    void whatAllImagesShareComesBack() {
        PatchGrid grid = new PatchGrid(28, 28, 7, 7);
        Path file = folder.resolve("a.pith");
        write(file, grid, PatchCodec.JPEG, 1, 0.5);
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            assertThat(archive.format()).isEqualTo(format(grid, PatchCodec.JPEG));
            assertThat(archive.labels().orElseThrow().names()).containsExactly("cat", "dog");
            assertThat(archive.labels().orElseThrow().values())
                    .isEqualTo(IntStream.range(0, COUNT).mapToLong(i -> i % 2).toArray());
            assertThat(archive.faults()).isEmpty();
        }
    }

    @Test
    void anyLabelComesBack() {
        long[] labels = {-1, Long.MAX_VALUE, Long.MIN_VALUE, 0, 1000};
        Path file = folder.resolve("a.pith");
        PatchFormat format = format(new PatchGrid(4, 4, 2, 2), PatchCodec.LOSSLESS);
        PatchArchiveWriter.write(file, format, out -> {
            for (int i = 0; i < labels.length; i++) {
                out.add(
                        Integer.MAX_VALUE - i,
                        "k",
                        labels[i],
                        new boolean[] {true, false, false, false},
                        PatchImages.image(4, 4, 1, i),
                        0);
            }
        });
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            assertThat(archive.labels().orElseThrow().values()).isEqualTo(labels);
            assertThat(archive.sourceId(4)).isEqualTo(Integer.MAX_VALUE - 4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JPEG", "WEBP"})
    void lossyCodecsComeClose(PatchCodec codec) {
        PatchGrid grid = new PatchGrid(48, 40, 5, 6);
        Path file = folder.resolve("a.pith");
        ArchiveBytes bytes = write(file, grid, codec, 3, 0.75);
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            for (int i = 0; i < COUNT; i++) {
                Image expected = image(grid, 3, i);
                boolean[] pixels = grid.pixels(archive.masked(i).kept());
                double square = 0;
                int count = 0;
                Image actual = archive.image(i);
                assertThat(actual.channels()).isEqualTo(expected.channels());
                for (int j = 0; j < expected.pixels().length; j++) {
                    if (pixels[j / expected.channels()]) {
                        double difference = (expected.pixels()[j] & 0xff) - (actual.pixels()[j] & 0xff);
                        square += difference * difference;
                        count++;
                    }
                }
                assertThat(10 * Math.log10(255 * 255 / (square / count))).isGreaterThan(28);
            }
        }
        assertThat(bytes.archive()).isLessThan(COUNT * 48L * 40 * 3 / 2);
    }

    @ParameterizedTest
    @EnumSource
    void anyOrderOfAskingGivesTheSame(PatchCodec codec) {
        PatchGrid grid = new PatchGrid(32, 32, 8, 8);
        Path file = folder.resolve("a.pith");
        write(file, grid, codec, 3, 0.5);
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            List<byte[]> inOrder = IntStream.range(0, COUNT)
                    .mapToObj(i -> archive.image(i).pixels())
                    .toList();
            List<Integer> shuffled =
                    new ArrayList<>(IntStream.range(0, COUNT).boxed().toList());
            Collections.shuffle(shuffled, new Random(1));
            assertThat(shuffled.parallelStream()
                            .allMatch(i -> Arrays.equals(archive.image(i).pixels(), inOrder.get(i))))
                    .isTrue();
        }
    }

    @Test
    void sameImagesMakeTheSameFile() throws IOException {
        PatchGrid grid = new PatchGrid(32, 32, 8, 8);
        for (PatchCodec codec : PatchCodec.values()) {
            write(folder.resolve("a.pith"), grid, codec, 3, 0.5);
            write(folder.resolve("b.pith"), grid, codec, 3, 0.5);
            assertThat(folder.resolve("a.pith")).hasSameBinaryContentAs(folder.resolve("b.pith"));
        }
    }

    @Test
    void bytesAreThoseOfTheFile() throws IOException {
        PatchGrid grid = new PatchGrid(32, 32, 8, 8);
        Path file = folder.resolve("a.pith");
        ArchiveBytes bytes = write(file, grid, PatchCodec.LOSSLESS, 3, 0.5);
        ArchiveBytes whole = write(folder.resolve("b.pith"), grid, PatchCodec.LOSSLESS, 3, 1);
        assertThat(bytes.archive()).isEqualTo(Files.size(file));
        assertThat(bytes.originals())
                .isEqualTo(IntStream.range(0, COUNT).map(i -> 1000 + i).sum());
        // The dictionary is that of the masked images.
        assertThat((double) bytes.whole() / whole.archive()).isCloseTo(1, within(0.03));
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            for (int i = 0; i < COUNT; i++) {
                assertThat(archive.storedBytes(i)).isEqualTo(bytes.recordOf()[i]);
            }
        }
    }

    @Test
    void summaryNamesASavingOnlyWhereThereIsOne() {
        int[] none = {1};
        assertThat(new ArchiveBytes(1000, 400, 300, 3, 4, none, none, none).summary())
                .isEqualTo(
                        "300 bytes, 70.0 % less than the originals (1,000), 25.0 % less than the same codec with nothing"
                                + " dropped (400)");
        assertThat(new ArchiveBytes(200, 400, 300, 3, 4, none, none, none).summary())
                .startsWith("300 bytes, 50.0 % MORE than the originals (200)");
        assertThat(new ArchiveBytes(0, 300, 300, 4, 4, none, none, none).summary())
                .isEqualTo("300 bytes, size of the originals unknown, as many as the same codec with nothing dropped");
        assertThat(new ArchiveBytes(200, 400, 300, 3, 4, none, none, none).keep(4))
                .isEqualTo(0.1875);
    }

    @Test
    void opensByItsPath() {
        PatchGrid grid = new PatchGrid(8, 8, 4, 4);
        Path file = folder.resolve("a.pith");
        write(file, grid, PatchCodec.LOSSLESS, 1, 0.5);
        try (Source source = Sources.open(file.toString(), SourceOptions.DEFAULT)) {
            assertThat(source.size()).isEqualTo(COUNT);
            assertThat(((ImageSource) source).image(3).width()).isEqualTo(8);
        }
    }

    @Test
    void droppedPatchesGoOnFromTheirNeighbours() {
        PatchGrid grid = new PatchGrid(3, 1, 1, 3);
        Path file = folder.resolve("a.pith");
        PatchArchiveWriter.write(file, format(grid, PatchCodec.LOSSLESS), out -> {
            out.add(0, "0", 0, new boolean[] {true, false, true}, new Image(3, 1, 1, new byte[] {10, 99, 21}), 0);
            out.add(1, "1", 0, new boolean[] {true, false, false}, new Image(3, 1, 1, new byte[] {10, 99, 21}), 0);
        });
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            assertThat(archive.image(0).pixels()).containsExactly(10, 16, 21);
            assertThat(archive.image(1).pixels()).containsExactly(10, 10, 10);
        }
    }

    /** Fills with the number of images it is given together. */
    private static final class Counting implements Filling {
        private final List<List<Integer>> calls = new ArrayList<>();

        @Override
        public List<Image> fill(PatchGrid grid, List<MaskedImage> images) {
            calls.add(images.stream().map(MaskedImage::id).toList());
            byte[] pixels = new byte[grid.width() * grid.height()];
            Arrays.fill(pixels, (byte) images.size());
            return images.stream()
                    .map(image -> new Image(grid.width(), grid.height(), 1, pixels.clone()))
                    .toList();
        }

        @Override
        public String name() {
            return "counting";
        }
    }

    @Test
    void fillingSeesTheSameNeighboursAndLeavesVisiblePatchesAlone() {
        PatchGrid grid = new PatchGrid(12, 12, 3, 3);
        Path file = folder.resolve("a.pith");
        write(file, grid, PatchCodec.LOSSLESS, 1, 0.5);
        Counting counting = new Counting();
        try (PatchArchive plain = PatchArchive.open("a", file)) {
            PatchArchive archive = plain.filledBy(counting);
            assertThat(archive.fingerprint()).isNotEqualTo(plain.fingerprint());
            for (int i : new int[] {69, 3, 64, 0, 63}) {
                Image image = archive.image(i);
                boolean[] kept = archive.masked(i).kept();
                assertVisibleEqual(grid, kept, image, image(grid, 1, i));
                for (int j = 0; j < image.pixels().length; j++) {
                    if (!kept[grid.patch(j % 12, j / 12)]) {
                        assertThat(image.pixels()[j]).isEqualTo((byte) (i < 64 ? 64 : 6));
                    }
                }
            }
        }
        assertThat(counting.calls).hasSize(2);
        assertThat(counting.calls.get(0)).containsExactly(18, 15, 12, 9, 6, 3);
    }

    @Test
    void nothingIsFilledWhereNothingWasDropped() {
        PatchGrid grid = new PatchGrid(12, 12, 3, 3);
        Path file = folder.resolve("a.pith");
        write(file, grid, PatchCodec.LOSSLESS, 1, 1);
        Counting counting = new Counting();
        try (PatchArchive plain = PatchArchive.open("a", file)) {
            assertThat(plain.filledBy(counting).image(5).pixels())
                    .isEqualTo(image(grid, 1, 5).pixels());
        }
        assertThat(counting.calls).isEmpty();
    }

    @Test
    void whatFailsLeavesTheOlderFile() throws IOException {
        Path file = Files.writeString(folder.resolve("a.pith"), "older");
        PatchFormat format = format(new PatchGrid(4, 4, 2, 2), PatchCodec.LOSSLESS);
        assertThatThrownBy(() -> PatchArchiveWriter.write(file, format, out -> {
                    out.add(0, "0", 0, mask(format.grid(), 1, 0), PatchImages.image(4, 4, 1, 0), 0);
                    throw new IOException("disk full");
                }))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("a.pith");
        assertThatThrownBy(() -> PatchArchiveWriter.write(file, format, out -> {}))
                .hasMessage(file + ": no image to store");
        assertThat(file).hasContent("older");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void refusesWhatCannotBeStored() {
        PatchFormat format = format(new PatchGrid(4, 4, 2, 2), PatchCodec.LOSSLESS);
        Path file = folder.resolve("a.pith");
        assertThatThrownBy(() -> PatchArchiveWriter.write(
                        file, format, out -> out.add(7, "x", 0, new boolean[4], PatchImages.image(4, 4, 1, 0), 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kept must hold at least one patch, got none (x)");
        assertThatThrownBy(() -> PatchArchiveWriter.write(
                        file, format, out -> out.add(7, "x", 0, new boolean[4], PatchImages.image(5, 4, 1, 0), 0)))
                .hasMessage("image must have 4 x 4 pixels, got 5 x 4 (x)");
    }
}
