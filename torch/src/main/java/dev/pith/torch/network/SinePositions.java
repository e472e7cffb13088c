package dev.pith.torch.network;

/**
 * Fixed embeddings of positions on a grid, as the masked autoencoder has them: a half of the numbers tells the column,
 * the other the row, each by sines and then cosines (Vaswani et al. 2017, section 3.5).
 */
final class SinePositions {
    private static final double BASE = 10_000;

    private SinePositions() {}

    /**
     * Returns {@code float[(1 + rows * columns) * width]}: zeros for the token of the whole, then the patches
     * row by row.
     *
     * @param width a multiple of 4
     */
    static float[] of(int width, int rows, int columns) {
        if (width % 4 != 0) {
            throw new IllegalArgumentException("width must be a multiple of 4, got " + width);
        }
        float[] values = new float[Math.multiplyExact(1 + rows * columns, width)];
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int at = (1 + y * columns + x) * width;
                fill(values, at, width / 4, x);
                fill(values, at + width / 2, width / 4, y);
            }
        }
        return values;
    }

    private static void fill(float[] values, int at, int frequencies, int position) {
        for (int i = 0; i < frequencies; i++) {
            double angle = position / Math.pow(BASE, (double) i / frequencies);
            values[at + i] = (float) Math.sin(angle);
            values[at + frequencies + i] = (float) Math.cos(angle);
        }
    }
}
