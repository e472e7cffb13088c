package dev.pith.torch.train;

import dev.pith.data.MaskSource;
import dev.pith.random.Priority;
import dev.pith.torch.network.InputShape;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Varies the images of batches, and their masks, in place. What happens to an image follows from seed, epoch, the
 * image, and how often it came in the epoch before; how a batch is mixed, from seed, epoch and its place in the epoch.
 */
final class Augmenter {
    private static final int LARGEST_SHIFT = 8; // an eighth of the side
    private static final long OF_BATCHES = 0x6d69786564L; // other random numbers than those of images

    private final Set<Augmentation> kinds;
    private final InputShape shape;
    private final float[] black;
    private final long seed;

    Augmenter(Set<Augmentation> kinds, InputShape shape, float[] black, long seed) {
        this.kinds = kinds;
        this.shape = shape;
        this.black = black;
        this.seed = seed;
    }

    void apply(Batch batch, int epoch) {
        if (kinds.isEmpty()) {
            return;
        }
        long epochSeed = Priority.of(epoch, seed);
        float[] scratch = new float[batch.imageLength()];
        for (int i = 0; i < batch.size(); i++) {
            vary(batch, i, new SplittableRandom(batch.seed(i, epochSeed)), scratch);
        }
        mix(batch, new SplittableRandom(Priority.of(batch.from, epochSeed ^ OF_BATCHES)));
    }

    private void vary(Batch batch, int i, SplittableRandom random, float[] scratch) {
        float[] pixels = batch.pixels();
        int start = i * batch.imageLength();
        if (kinds.contains(Augmentation.SCALE)) {
            Zoom zoom = Zoom.random(shape, random);
            System.arraycopy(pixels, start, scratch, 0, scratch.length);
            zoom.apply(shape, scratch, pixels, start, black);
            gather(batch.masks(), i, zoom.rows(shape), zoom.columns(shape));
        }
        int right = kinds.contains(Augmentation.CROP) ? shift(shape.width(), random) : 0;
        int down = kinds.contains(Augmentation.CROP) ? shift(shape.height(), random) : 0;
        boolean flipped = kinds.contains(Augmentation.FLIP) && random.nextBoolean();
        if (right != 0 || down != 0 || flipped) {
            System.arraycopy(pixels, start, scratch, 0, scratch.length);
            move(scratch, pixels, start, right, down, flipped);
            gather(batch.masks(), i, places(shape.height(), down, false), places(shape.width(), right, flipped));
        }
        if (kinds.contains(Augmentation.CUTOUT)) {
            cutOut(pixels, start, random.nextInt(shape.height()), random.nextInt(shape.width()));
        }
        if (kinds.contains(Augmentation.COLOR)) {
            ColorChange.random(random).apply(shape, pixels, start, black);
        }
    }

    /** Returns which place along a side comes to lie at each, once all are moved and then mirrored; -1 for none. */
    private static int[] places(int side, int moved, boolean mirrored) {
        int[] places = new int[side];
        for (int i = 0; i < side; i++) {
            int place = (mirrored ? side - 1 - i : i) - moved;
            places[i] = place >= 0 && place < side ? place : -1;
        }
        return places;
    }

    /** Moves the labels of a mask, if there are masks; those that come in are not counted. */
    private void gather(byte[] masks, int i, int[] rows, int[] columns) {
        if (masks.length == 0) {
            return;
        }
        int width = shape.width();
        int start = i * shape.height() * width;
        byte[] before = Arrays.copyOfRange(masks, start, start + shape.height() * width);
        for (int y = 0; y < shape.height(); y++) {
            for (int x = 0; x < width; x++) {
                boolean inside = rows[y] >= 0 && columns[x] >= 0;
                masks[start + y * width + x] =
                        inside ? before[rows[y] * width + columns[x]] : (byte) MaskSource.IGNORED;
            }
        }
    }

    private static int shift(int side, SplittableRandom random) {
        int most = Math.max(1, Math.round((float) side / LARGEST_SHIFT));
        return random.nextInt(-most, most + 1);
    }

    private void move(float[] from, float[] to, int start, int right, int down, boolean flipped) {
        int height = shape.height();
        int width = shape.width();
        int begin = Math.max(0, right); // of what stays in sight, in a row of the result
        int end = Math.min(width, width + right);
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = 0; y < height; y++) {
                int row = start + (c * height + y) * width;
                int source = y - down;
                boolean inside = source >= 0 && source < height;
                Arrays.fill(to, row, row + (inside ? begin : width), black[c]);
                if (inside) {
                    System.arraycopy(from, (c * height + source) * width + begin - right, to, row + begin, end - begin);
                    Arrays.fill(to, row + end, row + width, black[c]);
                }
                if (flipped) {
                    reverse(to, row, row + width);
                }
            }
        }
    }

    private static void reverse(float[] values, int begin, int end) {
        for (int left = begin, right = end - 1; left < right; left++, right--) {
            float value = values[left];
            values[left] = values[right];
            values[right] = value;
        }
    }

    private void cutOut(float[] pixels, int start, int centerY, int centerX) {
        int top = Math.max(0, centerY - shape.height() / 4);
        int bottom = Math.min(shape.height(), centerY + (shape.height() + 3) / 4);
        int left = Math.max(0, centerX - shape.width() / 4);
        int right = Math.min(shape.width(), centerX + (shape.width() + 3) / 4);
        for (int c = 0; c < shape.channels(); c++) {
            for (int y = top; y < bottom; y++) {
                int row = start + (c * shape.height() + y) * shape.width();
                Arrays.fill(pixels, row + left, row + right, 0); // the mean, once normalized
            }
        }
    }

    /** Mixes image i with image B - 1 - i: the order of an epoch is random already. */
    private void mix(Batch batch, SplittableRandom random) {
        boolean mixup = kinds.contains(Augmentation.MIXUP);
        boolean cutmix = kinds.contains(Augmentation.CUTMIX);
        if (batch.size() < 2 || !(mixup || cutmix)) {
            return;
        }
        if (mixup && (!cutmix || random.nextBoolean())) {
            batch.share = 1 - random.nextDouble(); // in (0, 1]
            blend(batch, (float) batch.share);
        } else {
            exchange(batch, random);
        }
    }

    private static void blend(Batch batch, float share) {
        float[] pixels = batch.pixels();
        int length = batch.imageLength();
        for (int i = 0; i < batch.size() / 2; i++) {
            int a = i * length;
            int b = (batch.size() - 1 - i) * length;
            for (int k = 0; k < length; k++) {
                float own = pixels[a + k];
                float other = pixels[b + k];
                pixels[a + k] = share * own + (1 - share) * other;
                pixels[b + k] = share * other + (1 - share) * own;
            }
        }
    }

    private void exchange(Batch batch, SplittableRandom random) {
        double side = Math.sqrt(random.nextDouble());
        int boxHeight = (int) (side * shape.height());
        int boxWidth = (int) (side * shape.width());
        int centerY = random.nextInt(shape.height());
        int centerX = random.nextInt(shape.width());
        int top = Math.max(0, centerY - boxHeight / 2);
        int bottom = Math.min(shape.height(), centerY + (boxHeight + 1) / 2);
        int left = Math.max(0, centerX - boxWidth / 2);
        int right = Math.min(shape.width(), centerX + (boxWidth + 1) / 2);
        batch.share = 1 - (double) (bottom - top) * (right - left) / (shape.height() * shape.width());
        float[] pixels = batch.pixels();
        float[] scratch = new float[right - left];
        for (int i = 0; i < batch.size() / 2; i++) {
            for (int c = 0; c < shape.channels(); c++) {
                for (int y = top; y < bottom; y++) {
                    int inImage = (c * shape.height() + y) * shape.width() + left;
                    int a = i * batch.imageLength() + inImage;
                    int b = (batch.size() - 1 - i) * batch.imageLength() + inImage;
                    System.arraycopy(pixels, a, scratch, 0, scratch.length);
                    System.arraycopy(pixels, b, pixels, a, scratch.length);
                    System.arraycopy(scratch, 0, pixels, b, scratch.length);
                }
            }
        }
    }
}
