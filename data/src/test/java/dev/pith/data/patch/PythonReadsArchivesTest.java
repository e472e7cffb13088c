package dev.pith.data.patch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.ImageSource.Image;
import dev.pith.data.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The reader in examples, written by docs/patch-archive.md, sees what ours does. Needs python3 with NumPy,
 * zstandard and Pillow.
 */
class PythonReadsArchivesTest {
    private static final int COUNT = 60;
    private static final String SCRIPT =
            """
            import sys
            sys.path.insert(0, sys.argv[1])
            from read_archive import PatchArchive
            archive = PatchArchive("a.pith")
            with open("pixels", "wb") as out:
                for id, label, key, image, kept in archive:
                    print(id, label, key)
                    out.write(bytes([image.shape[2]]) + kept.tobytes() + image.tobytes())
            """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void alike(PatchCodec codec) throws Exception {
        assertThat(python("import numpy, zstandard, PIL")).as("imports").isNotNull();
        PatchGrid grid = new PatchGrid(20, 17, 5, 6);
        PatchFormat format = new PatchFormat(grid, codec, 85, true, List.of("a", "b"), Map.of());
        PatchArchiveWriter.write(folder.resolve("a.pith"), format, out -> {
            for (int i = 0; i < COUNT; i++) {
                boolean[] kept = i % 7 == 0 ? allOf(grid) : PatchImages.mask(grid, 0.6, i);
                String key = i % 3 == 0 ? Integer.toString(i) : i % 3 == 1 ? "b/ü" + i : "else/" + i;
                out.add(i, key, i % 2, kept, PatchImages.image(20, 17, i % 4 == 0 ? 1 : 3, i), 0);
            }
        });
        String said = python(SCRIPT);
        byte[] pixels = Files.readAllBytes(folder.resolve("pixels"));
        StringBuilder expected = new StringBuilder();
        int at = 0;
        try (PatchArchive archive = PatchArchive.open("a", folder.resolve("a.pith"))) {
            for (int i = 0; i < COUNT; i++) {
                expected.append(i)
                        .append(' ')
                        .append(i % 2)
                        .append(' ')
                        .append(archive.key(i))
                        .append('\n');
                MaskedImage ours = archive.masked(i);
                Image image = ours.image();
                boolean[] kept = grid.pixels(ours.kept());
                assertThat(pixels[at++]).isEqualTo((byte) image.channels());
                for (int p = 0; p < kept.length; p++) {
                    assertThat(pixels[at + p] != 0).isEqualTo(kept[p]);
                }
                at += kept.length;
                for (int p = 0; p < kept.length * image.channels(); p++) {
                    if (kept[p / image.channels()]) {
                        // Decoders of JPEG and WebP may round differently, and those of WebP enlarge color in several
                        // ways.
                        int allowed = codec == PatchCodec.LOSSLESS ? 0 : codec == PatchCodec.JPEG ? 6 : 40;
                        assertThat(Math.abs((pixels[at + p] & 0xff) - (image.pixels()[p] & 0xff)))
                                .isLessThanOrEqualTo(allowed);
                    }
                }
                at += image.pixels().length;
            }
        }
        assertThat(said).isEqualTo(expected.toString());
        assertThat(at).isEqualTo(pixels.length);
    }

    private static boolean[] allOf(PatchGrid grid) {
        boolean[] all = new boolean[grid.size()];
        Arrays.fill(all, true);
        return all;
    }

    /** Returns what a script prints; where it cannot run, the test is skipped. */
    private String python(String script) throws IOException, InterruptedException {
        Python.Ran ran = Python.run(folder, script, Python.examples().toString());
        Assumptions.assumeFalse(!ran.fine() && ran.out().contains("ModuleNotFoundError"), ran.out());
        assertThat(ran.fine()).as(ran.out()).isTrue();
        return ran.out();
    }
}
