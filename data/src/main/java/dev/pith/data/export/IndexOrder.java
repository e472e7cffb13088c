package dev.pith.data.export;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.NaturalOrder;
import dev.pith.data.Source;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** What the numbers of an exported list of indices count. */
public enum IndexOrder {
    /** Positions in the source: Pith's ids. For image folders these are torchvision's positions. */
    SOURCE {
        @Override
        int[] positions(Source source) {
            return IntStream.range(0, source.size()).toArray();
        }
    },

    /**
     * Positions in timm's listing of an image folder: paths in natural order, files called {@code .png}, {@code .jpg}
     * or {@code .jpeg} only. Paths that timm takes for equal (they differ in case or leading zeros only) are put in the
     * order of their ids; timm itself leaves them as the file system lists them.
     */
    TIMM {
        @Override
        int[] positions(Source source) {
            if (!(source instanceof ImageSource images) || images.file(0).isEmpty()) {
                throw new PithException(
                        source.name() + " is no image folder, so timm has no order for it; use the source's order");
            }
            String[] keys =
                    IntStream.range(0, source.size()).mapToObj(source::key).toArray(String[]::new);
            List<List<String>> natural =
                    Arrays.stream(keys).map(NaturalOrder::key).toList();
            int[] listing = IntStream.range(0, keys.length)
                    .filter(id -> timmSees(keys[id]))
                    .boxed()
                    .sorted(Comparator.comparing(natural::get, NaturalOrder::compare))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int[] positions = new int[keys.length];
            Arrays.fill(positions, ABSENT);
            for (int position = 0; position < listing.length; position++) {
                positions[listing[position]] = position;
            }
            return positions;
        }
    };

    private static final int ABSENT = -1;
    private static final List<String> TIMM_EXTENSIONS = List.of(".png", ".jpg", ".jpeg");

    /** Returns the position of each id, -1 where the order leaves it out. */
    abstract int[] positions(Source source);

    /**
     * Returns the positions of samples.
     *
     * @throws PithException when the order does not apply to the source, or leaves out one of the samples
     */
    long[] of(int[] ids, Source source) {
        int[] positions = positions(source);
        long[] indices = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            indices[i] = positions[ids[i]];
            if (indices[i] == ABSENT) {
                throw new PithException(source.key(ids[i]) + " (id " + ids[i] + ") is not seen by timm, which reads "
                        + String.join(", ", TIMM_EXTENSIONS) + "; exclude such files and select again");
            }
        }
        return indices;
    }

    private static boolean timmSees(String key) {
        String lower = key.toLowerCase(Locale.ROOT);
        return TIMM_EXTENSIONS.stream().anyMatch(lower::endsWith);
    }
}
