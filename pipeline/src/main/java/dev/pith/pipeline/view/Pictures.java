package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.report.Thumbnail;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Small pictures of images, made when somebody looks at them; those looked at last are kept in memory. */
final class Pictures {
    /** The longer side on a card, in pixels. */
    private static final int CARD_SIDE = 640;

    /** Some ten thousand thumbnails. */
    static final long KEPT_BYTES = 64L << 20;

    private final Map<Integer, Thumbnail> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final long most;
    private long bytes;
    private volatile @Nullable Large last;

    /** The picture of a card, which is asked for right after the card itself. */
    private record Large(int id, Thumbnail picture) {}

    /**
     * Keeps thumbnails.
     *
     * @param most bytes of image files
     */
    Pictures(long most) {
        this.most = most;
    }

    /**
     * Returns the thumbnail of an image.
     *
     * @throws PithException when the image cannot be read
     */
    Thumbnail thumbnail(ImageSource source, int id) {
        synchronized (kept) {
            Thumbnail known = kept.get(id);
            if (known != null) {
                return known;
            }
        }
        Thumbnail made =
                Thumbnail.of(source.imageFor(id, Thumbnail.SIDE, Thumbnail.SIDE).image(), Thumbnail.SIDE);
        synchronized (kept) {
            Thumbnail before = kept.put(id, made);
            bytes += made.bytes().length - (before == null ? 0 : before.bytes().length);
            var oldest = kept.values().iterator();
            while (bytes > most && oldest.hasNext()) {
                bytes -= oldest.next().bytes().length;
                oldest.remove();
            }
        }
        return made;
    }

    /**
     * Returns an image as a card shows it.
     *
     * @throws PithException when the image cannot be read
     */
    Thumbnail large(ImageSource source, int id) {
        Large known = last;
        if (known != null && known.id == id) {
            return known.picture;
        }
        Thumbnail made = Thumbnail.of(source.imageFor(id, CARD_SIDE, CARD_SIDE).image(), CARD_SIDE);
        last = new Large(id, made);
        return made;
    }

    /** Returns how many thumbnails are kept. */
    int size() {
        synchronized (kept) {
            return kept.size();
        }
    }
}
