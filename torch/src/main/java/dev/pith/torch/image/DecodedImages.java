package dev.pith.torch.image;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.ImageSource.Reduced;
import dev.pith.data.pixels.Histogram;
import dev.pith.data.pixels.Resize;
import dev.pith.data.pixels.Unreadable;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.torch.image.ImageOptions.Normalization;
import dev.pith.torch.network.InputShape;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Images that are decoded, brought to one size, and normalized. Their bytes are kept when all of them fit the cache,
 * else they are decoded whenever they are read.
 */
final class DecodedImages implements ImageSet.Pixels {
    /** How many images means, deviations and color are measured on. */
    private static final int MEASURED = 10_000;

    private static final int BATCH = 512;

    private final ImageSource source;
    private final int height;
    private final int width;
    private final Consumer<String> notes;
    private final boolean skipUnreadable;
    private final AtomicBoolean saidResized = new AtomicBoolean();
    private final @Nullable AtomicReferenceArray<byte[]> cache;
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final Histogram[] histograms = {new Histogram(), new Histogram(), new Histogram()};

    private int channels;
    private float[] mean = {};
    private float[] std = {};
    private float[][] normalized = {};

    private DecodedImages(ImageSource source, int height, int width, ImageOptions options, Consumer<String> notes) {
        Normalization given = options.normalization();
        this.source = source;
        this.height = height;
        this.width = width;
        this.notes = notes;
        this.skipUnreadable = options.skipUnreadable();
        this.channels = options.shape().channels() == 0 && given != null
                ? given.mean().length
                : options.shape().channels();
        long most = (long) source.size() * height * width * (channels == 1 ? 1 : 3);
        this.cache = most <= options.cacheBytes() ? new AtomicReferenceArray<>(source.size()) : null;
    }

    static DecodedImages open(
            ImageSource source, ImageOptions options, Threads threads, Progress progress, Consumer<String> notes) {
        int height = options.shape().height();
        int width = options.shape().width();
        if (height == 0) {
            int[] size = CommonestSize.of(source, threads);
            int side =
                    Math.max(options.shape().least(), Math.min(options.shape().most(), Math.min(size[0], size[1])));
            boolean fits = Math.min(size[0], size[1]) >= side
                    && Math.max(size[0], size[1]) <= options.shape().most();
            width = fits ? size[0] : side;
            height = fits ? size[1] : side;
        }
        DecodedImages images = new DecodedImages(source, height, width, options, notes);
        if (options.normalization() == null || options.skipUnreadable()) {
            images.look(threads, progress);
        }
        images.normalize(options.normalization());
        return images;
    }

    /**
     * Decodes images to learn mean, deviation and color: all of them, or some of a large source when none is
     * to be skipped.
     */
    private void look(Threads threads, Progress progress) {
        int looked = skipUnreadable ? source.size() : Math.min(source.size(), MEASURED);
        int most = 1;
        for (int from = 0; from < looked; from += BATCH) {
            int first = from;
            byte[][] batch = new byte[Math.min(BATCH, looked - from)][];
            PithException[] failures = new PithException[batch.length];
            threads.forEach(batch.length, i -> {
                try {
                    batch[i] = bytes(spread(first + i, looked));
                } catch (PithException e) {
                    if (!skipUnreadable) {
                        throw e;
                    }
                    failures[i] = e;
                }
            });
            for (int i = 0; i < batch.length; i++) {
                if (failures[i] != null) {
                    int id = spread(from + i, looked);
                    unreadable.add(new Unreadable(id, source.key(id), String.valueOf(failures[i].getMessage())));
                    continue;
                }
                int own = batch[i].length / (height * width);
                most = Math.max(most, own);
                for (int c = 0; c < 3; c++) {
                    histograms[c].add(batch[i], c % own, own);
                }
            }
            progress.onStep(from + batch.length, looked);
        }
        if (unreadable.size() == source.size()) {
            throw new PithException(source.name() + ": none of its " + source.size()
                    + " images can be read; the first: " + unreadable.get(0).reason());
        }
        channels = channels == 0 ? most : channels;
    }

    private void normalize(@Nullable Normalization given) {
        if (given != null) {
            if (given.mean().length != channels) {
                throw new IllegalArgumentException("images of " + channels
                        + " channels need as many means and deviations, got " + given.mean().length);
            }
            mean = given.mean();
            std = given.std();
        } else {
            mean = new float[channels];
            std = new float[channels];
            for (int c = 0; c < channels; c++) {
                double deviation = histograms[c].standardDeviation();
                mean[c] = (float) histograms[c].mean();
                std[c] = deviation == 0 ? 1 : (float) deviation;
            }
        }
        normalized = new float[channels][256];
        for (int c = 0; c < channels; c++) {
            for (int value = 0; value < 256; value++) {
                normalized[c][value] = (value / 255f - mean[c]) / std[c];
            }
        }
    }

    /** Returns the i-th of {@code count} ids that are spread evenly over the source. */
    private int spread(int i, int count) {
        return (int) ((long) i * source.size() / count);
    }

    /**
     * Returns {@code byte[height * width * own]}, channels side by side; {@code own} is 1 for grey images, kept small.
     */
    private byte[] bytes(int id) {
        byte[] kept = cache == null ? null : cache.get(id);
        if (kept != null) {
            return kept;
        }
        Reduced reduced = image(id);
        Image image = reduced.image();
        if ((image.width() != width || image.height() != height) && saidResized.compareAndSet(false, true)) {
            Image whole = source.image(id);
            notes.accept(source.name() + ": images of other sizes than " + width + " x " + height
                    + " are scaled until they cover it, and cut at the center (the first is " + source.key(id) + ", "
                    + whole.width() + " x " + whole.height() + ")");
        }
        byte[] bytes = Resize.cover(reduced, width, height);
        if (channels == 1 && image.channels() == 3) {
            bytes = grey(bytes);
        }
        if (cache != null) {
            cache.set(id, bytes);
        }
        return bytes;
    }

    private Reduced image(int id) {
        try {
            return source.imageFor(id, width, height);
        } catch (PithException e) {
            String remedy = skipUnreadable ? "" : "; repair or remove it, or leave it out with `on-error skip`";
            throw new PithException(e.getMessage() + remedy, e);
        }
    }

    /** Luma of ITU-R BT.601 in 16-bit fixed point, rounded half up. */
    private static byte[] grey(byte[] color) {
        byte[] grey = new byte[color.length / 3];
        for (int i = 0; i < grey.length; i++) {
            int red = color[3 * i] & 0xff;
            int green = color[3 * i + 1] & 0xff;
            int blue = color[3 * i + 2] & 0xff;
            grey[i] = (byte) ((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
        }
        return grey;
    }

    @Override
    public void read(int id, float[] out, int at) {
        byte[] bytes = bytes(id);
        int area = height * width;
        int own = bytes.length / area;
        for (int c = 0; c < channels; c++) {
            float[] table = normalized[c];
            int to = at + c * area;
            for (int i = 0, from = c % own; i < area; i++, from += own) {
                out[to + i] = table[bytes[from] & 0xff];
            }
        }
    }

    @Override
    public InputShape shape() {
        return new InputShape(channels, height, width);
    }

    @Override
    public float[] mean() {
        return mean;
    }

    @Override
    public float[] std() {
        return std;
    }

    @Override
    public List<Unreadable> unreadable() {
        return unreadable;
    }

    @Override
    public boolean inMemory() {
        return cache != null;
    }
}
