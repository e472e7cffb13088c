package dev.pith.data.pixels;

/**
 * How often each of the 256 values occurs in a channel. Counts do not depend on the order they are made in, so neither
 * do mean and standard deviation.
 */
public final class Histogram {
    private final long[] counts = new long[256];

    /** Counts one channel of interleaved pixels. */
    public void add(byte[] pixels, int channel, int channels) {
        for (int i = channel; i < pixels.length; i += channels) {
            counts[pixels[i] & 0xff]++;
        }
    }

    /** Returns the mean of {@code value / 255}, 0 if nothing was counted. */
    public double mean() {
        double sum = 0;
        long total = 0;
        for (int value = 0; value < 256; value++) {
            sum += value / 255.0 * counts[value];
            total += counts[value];
        }
        return total == 0 ? 0 : sum / total;
    }

    /** Returns the standard deviation (of the whole, divided by the count) of {@code value / 255}. */
    public double standardDeviation() {
        double mean = mean();
        double sum = 0;
        long total = 0;
        for (int value = 0; value < 256; value++) {
            double deviation = value / 255.0 - mean;
            sum += deviation * deviation * counts[value];
            total += counts[value];
        }
        return total == 0 ? 0 : Math.sqrt(sum / total);
    }
}
