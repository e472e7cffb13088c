package dev.pith.data.patch;

import dev.pith.PithException;
import dev.pith.data.ImageSource.Image;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The images of an archive as a {@link Filling} rebuilds them, always the same neighbours together; those used
 * last are kept.
 */
final class RebuiltImages {
    private static final int RUN = 64;
    private static final long KEPT_BYTES = 256L << 20;

    private final PatchGrid grid;
    private final int size;
    private final IntFunction<MaskedImage> masked;
    private final Filling filling;
    private final int keptRuns;
    private final Map<Integer, Map<Integer, Image>> runs = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Map<Integer, Image>> eldest) {
            return size() > keptRuns;
        }
    };

    /**
     * Starts with nothing rebuilt.
     *
     * @param masked returns an image of the archive, or throws a {@link PithException} where it is damaged
     */
    RebuiltImages(PatchGrid grid, int size, IntFunction<MaskedImage> masked, Filling filling) {
        this.grid = grid;
        this.size = size;
        this.masked = masked;
        this.filling = filling;
        this.keptRuns = (int) Math.max(2, KEPT_BYTES / (3L * RUN * grid.width() * grid.height()));
    }

    /** Returns an image; an image that cannot be read throws what {@code masked} does. */
    synchronized Image image(int position) {
        Map<Integer, Image> run = runs.get(position / RUN);
        if (run == null) {
            run = rebuilt(position / RUN * RUN);
            runs.put(position / RUN, run);
        }
        Image image = run.get(position);
        return image == null ? masked.apply(position).image() : image; // the latter throws
    }

    private Map<Integer, Image> rebuilt(int from) {
        Map<Integer, Image> run = new LinkedHashMap<>();
        List<Integer> positions = new ArrayList<>();
        List<MaskedImage> open = new ArrayList<>();
        for (int position = from; position < Math.min(size, from + RUN); position++) {
            MaskedImage image;
            try {
                image = masked.apply(position);
            } catch (PithException e) {
                continue; // told to whoever asks for this one
            }
            run.put(position, image.image());
            if (image.hasGaps()) {
                positions.add(position);
                open.add(image);
            }
        }
        List<Image> filled = open.isEmpty() ? List.of() : filling.fill(grid, open);
        for (int i = 0; i < positions.size(); i++) {
            run.put(positions.get(i), pasted(open.get(i), filled.get(i)));
        }
        return run;
    }

    /** Returns what was rebuilt, with the visible patches as they are stored. */
    private Image pasted(MaskedImage visible, Image rebuilt) {
        Image stored = visible.image();
        if (rebuilt.pixels().length != stored.pixels().length) {
            throw new IllegalStateException(filling.name() + " made an image of " + rebuilt.width() + " x "
                    + rebuilt.height() + " x " + rebuilt.channels() + " of one of " + stored.width() + " x "
                    + stored.height() + " x " + stored.channels());
        }
        byte[] pixels = rebuilt.pixels().clone();
        boolean[] kept = grid.pixels(visible.kept());
        int channels = stored.channels();
        for (int i = 0; i < kept.length; i++) {
            if (kept[i]) {
                System.arraycopy(stored.pixels(), i * channels, pixels, i * channels, channels);
            }
        }
        return new Image(stored.width(), stored.height(), channels, pixels);
    }
}
