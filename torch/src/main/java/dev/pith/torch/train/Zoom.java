package dev.pith.torch.train;

import dev.pith.torch.network.InputShape;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * An image made smaller or larger in its frame, at a random place: where it is larger a part of it is seen, where it is
 * smaller the rest of the frame is black. Pixels are interpolated between the middles of their neighbours, labels are
 * those of the nearest.
 *
 * @param scale from 0.5 to 2
 * @param top where the image's first row comes to lie in the frame, in pixels
 * @param left likewise its first column
 */
record Zoom(double scale, double top, double left) {
    static final double LEAST = 0.5;
    static final double MOST = 2;

    /** Draws a zoom; every place where the image fits, or fills the frame, is as likely. */
    static Zoom random(InputShape shape, SplittableRandom random) {
        double scale = LEAST + (MOST - LEAST) * random.nextDouble();
        return new Zoom(
                scale,
                shape.height() * (1 - scale) * random.nextDouble(),
                shape.width() * (1 - scale) * random.nextDouble());
    }

    /**
     * Zooms an image.
     *
     * @param from the image from 0 on
     * @param to the image from {@code start} on
     * @param black of each channel
     */
    void apply(InputShape shape, float[] from, float[] to, int start, float[] black) {
        int height = shape.height();
        int width = shape.width();
        Places rows = Places.of(height, scale, top);
        Places columns = Places.of(width, scale, left);
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int out = start + (c * height + y) * width;
                if (rows.nearest[y] < 0) {
                    Arrays.fill(to, out, out + width, black[c]);
                    continue;
                }
                int above = (c * height + rows.before[y]) * width;
                int below = (c * height + rows.after[y]) * width;
                float down = rows.weight[y];
                for (int x = 0; x < width; x++) {
                    int before = columns.before[x];
                    int after = columns.after[x];
                    float right = columns.weight[x];
                    float upper = from[above + before] * (1 - right) + from[above + after] * right;
                    float lower = from[below + before] * (1 - right) + from[below + after] * right;
                    to[out + x] = columns.nearest[x] < 0 ? black[c] : upper * (1 - down) + lower * down;
                }
            }
        }
    }

    /** Returns which row of a mask comes to lie at each row; -1 for none. */
    int[] rows(InputShape shape) {
        return Places.of(shape.height(), scale, top).nearest;
    }

    /** Returns which column comes to lie at each column; -1 for none. */
    int[] columns(InputShape shape) {
        return Places.of(shape.width(), scale, left).nearest;
    }

    /** Where along a side each place of the frame looks. */
    private record Places(int[] nearest, int[] before, int[] after, float[] weight) {
        static Places of(int side, double scale, double begin) {
            Places places = new Places(new int[side], new int[side], new int[side], new float[side]);
            for (int i = 0; i < side; i++) {
                double at = (i + 0.5 - begin) / scale; // in the image, whose pixels have their middles at halves
                boolean inside = at >= 0 && at < side;
                double middle = Math.max(0, Math.min(side - 1, at - 0.5));
                places.nearest[i] = inside ? (int) at : -1;
                places.before[i] = (int) middle;
                places.after[i] = Math.min(side - 1, (int) middle + 1);
                places.weight[i] = (float) (middle - (int) middle);
            }
            return places;
        }
    }
}
