package dev.pith.data.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedArchiveTest {
    private static final int COUNT = 6;
    private static final PatchGrid GRID = new PatchGrid(12, 12, 4, 4);

    @TempDir
    Path folder;

    private Path file;
    private byte[][] expected;
    /** Where image i begins; of {@link #COUNT}, where the index does. */
    private long[] offsets;

    @BeforeEach
    void writeLossless() throws IOException {
        write(PatchCodec.LOSSLESS);
    }

    private void write(PatchCodec codec) {
        file = folder.resolve("a.pith");
        PatchFormat format = new PatchFormat(GRID, codec, 80, true, List.of("a", "b"), Map.of("k", "v"));
        ArchiveBytes bytes = PatchArchiveWriter.write(file, format, out -> {
            for (int i = 0; i < COUNT; i++) {
                out.add(10 * i, "key" + i, i % 2, PatchImages.mask(GRID, 0.7, i), PatchImages.image(12, 12, 3, i), 0);
            }
        });
        expected = new byte[COUNT][];
        try (PatchArchive archive = PatchArchive.open("a", file)) {
            for (int i = 0; i < COUNT; i++) {
                expected[i] = archive.image(i).pixels();
            }
        }
        long records = Arrays.stream(bytes.recordOf()).sum();
        offsets = new long[COUNT + 1];
        offsets[COUNT] = indexAt();
        for (int i = COUNT - 1; i >= 0; i--) {
            offsets[i] = offsets[i + 1] - bytes.recordOf()[i];
        }
        assertThat(offsets[COUNT] - offsets[0]).isEqualTo(records);
    }

    private long indexAt() {
        try {
            return Header.decoded(Files.readAllBytes(file)).indexAt();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyChangedByteIsNoticedOrHarmless(PatchCodec codec) throws IOException {
        write(codec);
        byte[] whole = Files.readAllBytes(file);
        Path damaged = folder.resolve("b.pith");
        boolean lossless = codec == PatchCodec.LOSSLESS; // what is around the pixels is the same in all
        for (int at = lossless ? 0 : (int) offsets[0]; at < (lossless ? whole.length : offsets[COUNT]); at++) {
            for (int change : lossless ? new int[] {0x01, 0xff} : new int[] {0x20}) {
                byte[] bytes = whole.clone();
                bytes[at] ^= (byte) change;
                Files.write(damaged, bytes);
                assertThat(rightImages(damaged))
                        .as("byte %d of %d", at, whole.length)
                        .isGreaterThanOrEqualTo(at >= offsets[0] && at < offsets[COUNT] ? COUNT - 1 : COUNT);
            }
        }
    }

    /** Returns how many images come back right; one that comes back otherwise fails the test. */
    private int rightImages(Path damaged) {
        int right = 0;
        try (PatchArchive archive = PatchArchive.open("b", damaged)) {
            for (int i = 0; i < archive.size(); i++) {
                int number = archive.sourceId(i) / 10;
                try {
                    byte[] pixels = archive.image(i).pixels();
                    assertThat(pixels).isEqualTo(expected[number]);
                    assertThat(archive.key(i)).isEqualTo("key" + number);
                    right++;
                } catch (PithException e) {
                    assertThat(e)
                            .hasMessageContaining(
                                    "image " + i + " of the archive (id " + 10 * number + " of its source");
                    assertThat(archive.key(i)).isEqualTo("damaged-" + 10 * number);
                }
            }
        }
        return right;
    }

    @Test
    void cutOffAnywhereGivesWhatIsThere() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("b.pith");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            int there = 0;
            while (there < COUNT && offsets[there + 1] <= length) {
                there++;
            }
            if (there == 0) {
                assertThatThrownBy(() -> PatchArchive.open("b", cut))
                        .isInstanceOf(PithException.class)
                        .hasMessageStartingWith(cut + ": cannot be read as a patch archive: ");
            } else {
                assertThat(rightImages(cut)).as("cut at %d", length).isEqualTo(there);
            }
        }
    }

    @Test
    void saysWhatIsLost() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Path cut = folder.resolve("b.pith");
        Files.write(cut, Arrays.copyOf(whole, (int) offsets[3] + 5));
        try (PatchArchive archive = PatchArchive.open("b", cut)) {
            assertThat(archive.faults())
                    .containsExactly(String.format(
                            "it is cut off at byte %,d: what came after the image of id 20 is lost, 3 of 6 images are there",
                            offsets[3] + 5));
        }
        byte[] bytes = whole.clone();
        bytes[(int) offsets[COUNT]] ^= 1; // the index, and an image
        bytes[(int) offsets[2] + 9] ^= 1;
        Files.write(cut, bytes);
        try (PatchArchive archive = PatchArchive.open("b", cut)) {
            assertThat(archive.size()).isEqualTo(COUNT - 1);
            assertThat(archive.faults()).hasSize(2);
            assertThat(archive.faults().get(0))
                    .isEqualTo(String.format(
                            "bytes %,d to %,d, after the image of id 10, are damaged: the image or images there are left out",
                            offsets[2], offsets[3] - 1));
            assertThat(archive.faults().get(1)).contains("its index is damaged").contains("found 5 of 6 images");
        }
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        Path other = Files.writeString(folder.resolve("c.pith"), "no archive at all, but long enough to be looked at");
        assertThatThrownBy(() -> PatchArchive.open("c", other))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("it does not begin as one");
        assertThatThrownBy(() -> PatchArchive.open("c", folder.resolve("none.pith")))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("none.pith: cannot be opened");
    }
}
