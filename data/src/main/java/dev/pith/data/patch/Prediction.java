package dev.pith.data.patch;

/**
 * What is left of pixels once each is predicted from its neighbours, as in PNG (W3C, section 9): the value left of it,
 * above, the mean of both, or Paeth's choice among those and the one above left.
 *
 * <p>Color comes as green, red minus green, blue minus green, which the channels have less in common. A pixel that was
 * dropped counts with what Paeth's predictor says of it, so that both sides see the same neighbours. In the first
 * column the value above stands for those to the left, in the first row the value left for those above.
 */
final class Prediction {
    /** None, left, above, mean, Paeth: PNG's numbers. */
    static final int FILTERS = 5;

    private static final int PAETH = 4;

    private final int width;
    private final boolean[] kept;
    private final int keptCount;

    /**
     * Makes predictions for one mask.
     *
     * @param kept {@code boolean[height * width]}; not copied
     */
    Prediction(int width, boolean[] kept) {
        this.width = width;
        this.kept = kept;
        int count = 0;
        for (boolean pixel : kept) {
            count += pixel ? 1 : 0;
        }
        this.keptCount = count;
    }

    int keptCount() {
        return keptCount;
    }

    /**
     * Returns the differences, {@code byte[channels * keptCount]}: channel by channel, in each the kept pixels
     * row by row.
     *
     * @param pixels {@code byte[height * width * channels]}
     */
    byte[] differences(byte[] pixels, int channels, int filter) {
        byte[] differences = new byte[channels * keptCount];
        byte[] plane = new byte[kept.length];
        for (int c = 0, at = 0; c < channels; c++) {
            for (int i = 0; i < plane.length; i++) {
                if (kept[i]) {
                    plane[i] = value(pixels, i, channels, c);
                    differences[at++] = (byte) (plane[i] - predicted(plane, i, filter));
                } else {
                    plane[i] = (byte) predicted(plane, i, PAETH);
                }
            }
        }
        return differences;
    }

    /** Returns {@code byte[height * width * channels]}; what it holds for dropped pixels has no meaning. */
    byte[] pixels(byte[] differences, int channels, int filter) {
        byte[] pixels = new byte[kept.length * channels];
        byte[] plane = new byte[kept.length];
        for (int c = 0, at = 0; c < channels; c++) {
            int channel = channels == 1 ? 0 : STORED[c];
            for (int i = 0; i < plane.length; i++) {
                if (kept[i]) {
                    plane[i] = (byte) (differences[at++] + predicted(plane, i, filter));
                } else {
                    plane[i] = (byte) predicted(plane, i, PAETH);
                }
                pixels[i * channels + channel] =
                        channel == GREEN || channels == 1 ? plane[i] : (byte) (plane[i] + pixels[i * channels + GREEN]);
            }
        }
        return pixels;
    }

    private static final int GREEN = 1;
    /** The channel that is stored c-th. */
    private static final int[] STORED = {GREEN, 0, 2};

    private static byte value(byte[] pixels, int pixel, int channels, int c) {
        if (channels == 1) {
            return pixels[pixel];
        }
        byte green = pixels[pixel * channels + GREEN];
        return c == 0 ? green : (byte) (pixels[pixel * channels + STORED[c]] - green);
    }

    private int predicted(byte[] plane, int i, int filter) {
        if (filter == 0 || i == 0) {
            return 0;
        }
        int left;
        int above;
        int corner;
        if (i < width) {
            left = above = corner = plane[i - 1] & 0xff;
        } else if (i % width == 0) {
            left = above = corner = plane[i - width] & 0xff;
        } else {
            left = plane[i - 1] & 0xff;
            above = plane[i - width] & 0xff;
            corner = plane[i - width - 1] & 0xff;
        }
        return switch (filter) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> (left + above) / 2;
            default -> paeth(left, above, corner);
        };
    }

    private static int paeth(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }
}
