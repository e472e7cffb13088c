package dev.pith.bench;

import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.data.patch.ArchiveBytes;
import dev.pith.data.patch.ImageQuality;
import dev.pith.data.patch.PatchArchive;
import dev.pith.data.patch.PatchArchiveWriter;
import dev.pith.data.patch.PatchCodec;
import dev.pith.data.patch.PatchFormat;
import dev.pith.data.patch.PatchGrid;
import dev.pith.data.patch.SourceCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Prints, as lines of a table, what patch archives of all images of a source take: every codec, shares of patches
 * dropped at random, and how fast they are written and read. All images of a source must have one size, of which the
 * side of a patch is a divisor.
 *
 * <p>Arguments: SOURCE, side of a patch, quality of the lossy codecs (0: what suits the source).
 */
public final class ArchiveSizes {
    private static final double[] DROPS = {0, 0.1, 0.25, 0.5};

    private ArchiveSizes() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        Path file = Files.createTempFile("archive", ".pith");
        try (ImageSource source = (ImageSource) Sources.open(arguments[0], SourceOptions.DEFAULT)) {
            int[] ids = IntStream.range(0, source.size()).toArray();
            SourceCodec suits = SourceCodec.of(source, ids);
            int asked = Integer.parseInt(arguments[2]);
            int quality = asked > 0 ? asked : suits.quality();
            Image[] images = IntStream.of(ids).mapToObj(source::image).toArray(Image[]::new);
            print("%s: %s at %d, because %s%n", arguments[0], suits.codec(), suits.quality(), suits.reason());
            print(
                    "| codec | dropped | originals | nothing dropped | archive | of originals | of nothing dropped | PSNR | written/s | read/s |%n");
            print("|---|---|---|---|---|---|---|---|---|---|%n");
            PatchGrid grid = PatchGrid.of(images[0].width(), images[0].height(), Integer.parseInt(arguments[1]));
            for (PatchCodec codec : PatchCodec.values()) {
                for (double drop : DROPS) {
                    measure(
                            file,
                            new PatchFormat(grid, codec, quality, false, List.of(), Map.of()),
                            source,
                            images,
                            drop);
                }
            }
        } finally {
            Files.delete(file);
        }
    }

    private static void measure(Path file, PatchFormat format, ImageSource source, Image[] images, double drop) {
        Random random = new Random(0);
        long started = System.nanoTime();
        ArchiveBytes bytes = PatchArchiveWriter.write(file, format, out -> {
            for (int id = 0; id < images.length; id++) {
                out.add(
                        id,
                        source.key(id),
                        0,
                        mask(format.grid().size(), drop, random),
                        images[id],
                        source.storedBytes(id));
            }
        });
        double writing = (System.nanoTime() - started) / 1e9;
        double quality = 0;
        started = System.nanoTime();
        Image[] read;
        try (PatchArchive archive = PatchArchive.open("archive", file)) {
            read = IntStream.range(0, images.length).mapToObj(archive::image).toArray(Image[]::new);
        }
        double reading = (System.nanoTime() - started) / 1e9;
        for (int id = 0; id < images.length; id++) {
            quality += ImageQuality.psnr(images[id], read[id]);
        }
        print(
                "| %s | %.2f | %,d | %,d | %,d | %.3f | %.3f | %.1f | %,.0f | %,.0f |%n",
                format.codec().label() + (format.codec() == PatchCodec.LOSSLESS ? "" : " " + format.quality()),
                drop,
                bytes.originals(),
                bytes.whole(),
                bytes.archive(),
                (double) bytes.archive() / bytes.originals(),
                (double) bytes.archive() / bytes.whole(),
                quality / images.length,
                images.length / writing,
                images.length / reading);
    }

    private static boolean[] mask(int patches, double drop, Random random) {
        boolean[] kept = new boolean[patches];
        Arrays.fill(kept, 0, (int) Math.floor(patches * (1 - drop)), true);
        for (int i = patches - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            boolean other = kept[j];
            kept[j] = kept[i];
            kept[i] = other;
        }
        return kept;
    }

    @SuppressWarnings("SystemOut")
    private static void print(String line, Object... values) {
        System.out.printf(Locale.ROOT, line, values);
    }
}
