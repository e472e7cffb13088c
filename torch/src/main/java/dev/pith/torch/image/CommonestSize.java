package dev.pith.torch.image;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.parallel.Threads;
import java.util.HashMap;
import java.util.Map;

/** The size that most images of a source have, as far as 256 of them tell. */
public final class CommonestSize {
    private static final int LOOKED_AT = 256;

    private CommonestSize() {}

    /** Returns width and height; among sizes as common as each other, that of the lowest id. */
    public static int[] of(ImageSource source, Threads threads) {
        int count = Math.min(source.size(), LOOKED_AT);
        long[] sizes = new long[count];
        threads.forEach(count, i -> {
            try {
                Image image = source.image((int) ((long) i * source.size() / count));
                sizes[i] = (long) image.width() << 32 | image.height();
            } catch (PithException e) {
                // Reported when all images are looked at; here it has no size.
                sizes[i] = 0;
            }
        });
        Map<Long, Integer> counts = new HashMap<>();
        for (long size : sizes) {
            if (size != 0) {
                counts.merge(size, 1, Integer::sum);
            }
        }
        long commonest = 0;
        for (long size : sizes) {
            if (counts.getOrDefault(size, 0) > counts.getOrDefault(commonest, 0)) {
                commonest = size;
            }
        }
        if (commonest == 0) {
            source.image(0); // says why, unless only others failed
            throw new PithException(source.name() + ": none of " + count + " images looked at can be read");
        }
        return new int[] {(int) (commonest >> 32), (int) commonest};
    }
}
