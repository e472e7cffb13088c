package dev.pith.data.pixels;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.pixels.Thumbnails.Thumbnail;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The features {@code pixels} of a source of images: every image resized to 32 x 32 (triangle filter, 8 bits), then
 * {@code (value / 255 - mean) / deviation} with each channel's mean and standard deviation over the readable images.
 *
 * <p>A source of grey images has rows of 32 * 32 numbers; one with any color image has rows of 32 * 32 * 3, pixel by
 * pixel, and its grey images count as color images with three equal channels. A channel that is the same everywhere
 * becomes 0. Results do not depend on the number of threads.
 *
 * <p>Two passes over the images, the first in {@link #scan}. Memory is bounded (256 MiB of small images are kept for
 * the second pass).
 */
public final class Pixels {
    /** Width and height that images are resized to. */
    public static final int SIDE = 32;

    private final int size;
    private final int channels;
    private final double[] mean;
    private final double[] deviation;
    private final List<Unreadable> unreadable;
    private final Thumbnails thumbnails;

    private Pixels(int size, double[] mean, double[] deviation, List<Unreadable> unreadable, Thumbnails thumbnails) {
        this.size = size;
        this.channels = mean.length;
        this.mean = mean;
        this.deviation = deviation;
        this.unreadable = List.copyOf(unreadable);
        this.thumbnails = thumbnails;
    }

    /**
     * Decodes every image once and measures mean and deviation.
     *
     * @param progress hears of every image
     * @throws PithException when no image of the source can be read
     */
    public static Pixels scan(ImageSource source, Threads threads, Progress progress) {
        Thumbnails thumbnails = new Thumbnails(source, SIDE, threads);
        Histogram[] histograms = {new Histogram(), new Histogram(), new Histogram()};
        boolean[] anyColor = new boolean[1];
        List<Unreadable> unreadable = new ArrayList<>();
        thumbnails.visitAll((id, thumbnail, failure) -> {
            if (thumbnail == null) {
                unreadable.add(new Unreadable(
                        id, source.key(id), failure == null ? "" : String.valueOf(failure.getMessage())));
            } else {
                anyColor[0] |= thumbnail.channels() == 3;
                for (int c = 0; c < 3; c++) {
                    histograms[c].add(thumbnail.pixels(), c % thumbnail.channels(), thumbnail.channels());
                }
            }
            progress.onStep(id + 1L, source.size());
        });
        if (unreadable.size() == source.size()) {
            throw new PithException(source.name() + ": none of its " + source.size()
                    + " images can be read; the first: " + unreadable.get(0).reason());
        }
        Histogram[] used = Arrays.copyOf(histograms, anyColor[0] ? 3 : 1);
        return new Pixels(
                source.size(),
                Arrays.stream(used).mapToDouble(Histogram::mean).toArray(),
                Arrays.stream(used).mapToDouble(Histogram::standardDeviation).toArray(),
                unreadable,
                thumbnails);
    }

    /** Returns n, the number of rows. */
    public int size() {
        return size;
    }

    /** Returns d, the length of a row: 1,024 for grey sources, else 3,072. */
    public int dimension() {
        return SIDE * SIDE * channels;
    }

    /** Returns each channel's mean of {@code value / 255}: one number for grey, three for color. */
    public double[] mean() {
        return mean.clone();
    }

    /** Returns each channel's standard deviation of {@code value / 255}. */
    public double[] deviation() {
        return deviation.clone();
    }

    /** Returns the images that could not be read, by id; their rows are NaN. */
    public List<Unreadable> unreadable() {
        return unreadable;
    }

    /**
     * Insists on a source without fault.
     *
     * @throws PithException naming the first unreadable image and how many there are
     */
    public void requireAllReadable() {
        if (!unreadable.isEmpty()) {
            String others = unreadable.size() == 1 ? "" : " (the first of " + unreadable.size() + " unreadable images)";
            throw new PithException(
                    unreadable.get(0).reason() + others + "; repair or remove, or leave out with `on-error skip`");
        }
    }

    /**
     * Hands every row to {@code sink}, in id order.
     *
     * @param sink takes {@code float[}{@link #dimension()}{@code ]}, which is filled again for the next row
     */
    public void write(Consumer<float[]> sink, Progress progress) {
        float[][] standardized = new float[channels][];
        for (int c = 0; c < channels; c++) {
            standardized[c] = table(mean[c], deviation[c]);
        }
        float[] row = new float[dimension()];
        thumbnails.visitAll((id, thumbnail, failure) -> {
            if (thumbnail == null) {
                Arrays.fill(row, Float.NaN);
            } else {
                fill(row, thumbnail, standardized);
            }
            sink.accept(row);
            progress.onStep(id + 1L, size);
        });
    }

    private void fill(float[] row, Thumbnail thumbnail, float[][] standardized) {
        byte[] pixels = thumbnail.pixels();
        int own = thumbnail.channels();
        for (int i = 0; i < SIDE * SIDE; i++) {
            for (int c = 0; c < channels; c++) {
                row[i * channels + c] = standardized[c][pixels[i * own + c % own] & 0xff];
            }
        }
    }

    /** Returns what each of the 256 values becomes. */
    private static float[] table(double mean, double deviation) {
        float[] table = new float[256];
        for (int value = 0; value < 256; value++) {
            table[value] = deviation == 0 ? 0 : (float) ((value / 255.0 - mean) / deviation);
        }
        return table;
    }
}
