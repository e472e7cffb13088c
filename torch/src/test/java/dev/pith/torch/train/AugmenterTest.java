package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AugmenterTest {
    private static final int SIDE = 8;
    private static final int LENGTH = SIDE * SIDE;
    private static final int BATCH = 6;

    /** Image p has the value {@code 100 (p + 1) + k} at pixel k. */
    private static Batch batch() {
        Batch batch = new Batch(new Blobs(BATCH, SIDE, 2, 1));
        float[] weights = new float[BATCH];
        Arrays.fill(weights, 1);
        batch.fill(IntStream.range(0, BATCH).toArray(), weights, 0, BATCH);
        for (int i = 0; i < BATCH; i++) {
            for (int k = 0; k < LENGTH; k++) {
                batch.pixels()[i * LENGTH + k] = value(i, k);
            }
        }
        return batch;
    }

    private static float value(int image, int pixel) {
        return 100 * (image + 1) + pixel;
    }

    private static Batch augmented(int epoch, long seed, Augmentation... kinds) {
        Batch batch = batch();
        Set<Augmentation> set = EnumSet.noneOf(Augmentation.class);
        set.addAll(Arrays.asList(kinds));
        Blobs blobs = new Blobs(BATCH, SIDE, 2, 1);
        new Augmenter(set, blobs.shape(), blobs.black(), seed).apply(batch, epoch);
        return batch;
    }

    @Test
    void nothingHappensUnasked() {
        assertThat(augmented(0, 1).pixels()).isEqualTo(batch().pixels());
    }

    @ParameterizedTest
    @EnumSource
    void whatHappensFollowsFromSeedAndEpoch(Augmentation kind) {
        float[] pixels = augmented(3, 1, kind).pixels();
        assertThat(augmented(3, 1, kind).pixels()).isEqualTo(pixels);
        assertThat(augmented(4, 1, kind).pixels()).isNotEqualTo(pixels);
        assertThat(augmented(3, 2, kind).pixels()).isNotEqualTo(pixels);
    }

    /** The same image six times, as a draw with replacement may have it; in two parts, as two processes see it. */
    @Test
    void anImageThatComesAgainIsVariedAnew() {
        Blobs blobs = new Blobs(BATCH, SIDE, 2, 1);
        int[] order = {4, 4, 4, 4, 4, 4};
        float[] weights = new float[BATCH];
        int[] repeats = {0, 1, 2, 3, 4, 5};
        Augmenter augmenter =
                new Augmenter(EnumSet.of(Augmentation.CROP, Augmentation.FLIP), blobs.shape(), blobs.black(), 1);
        Batch whole = new Batch(blobs);
        whole.fill(order, weights, repeats, 0, BATCH);
        augmenter.apply(whole, 0);
        Set<String> different = new HashSet<>();
        for (int i = 0; i < BATCH; i++) {
            different.add(Arrays.toString(Arrays.copyOfRange(whole.pixels(), i * LENGTH, (i + 1) * LENGTH)));
        }
        assertThat(different).hasSizeGreaterThan(3); // of 18 ways to vary it

        Batch once = new Batch(blobs);
        once.fill(order, weights, 0, 1);
        augmenter.apply(once, 0);
        assertThat(whole.pixels()).startsWith(once.pixels()); // the first time as ever
        Batch part = new Batch(blobs);
        part.fill(order, weights, repeats, 3, BATCH);
        augmenter.apply(part, 0);
        assertThat(whole.pixels()).endsWith(part.pixels());
    }

    @Test
    void aCropShiftsByAtMostAnEighthAndLetsBlackIn() {
        Set<Integer> shifts = new HashSet<>();
        for (int epoch = 0; epoch < 100; epoch++) {
            float[] pixels = augmented(epoch, 1, Augmentation.CROP).pixels();
            int center = LENGTH / 2 + SIDE / 2;
            int shift = Math.round(pixels[center] - value(0, center)); // -(down * SIDE + right)
            shifts.add(shift);
            int down = Math.round(-shift / (float) SIDE);
            int right = -shift - down * SIDE;
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    int fromY = y - down;
                    int fromX = x - right;
                    boolean inside = fromY >= 0 && fromY < SIDE && fromX >= 0 && fromX < SIDE;
                    assertThat(pixels[y * SIDE + x]).isEqualTo(inside ? value(0, fromY * SIDE + fromX) : -1);
                }
            }
        }
        assertThat(shifts).hasSize(9); // one pixel each way
    }

    @Test
    void aFlipMirrorsAboutHalfOfTheImages() {
        int flipped = 0;
        for (int epoch = 0; epoch < 50; epoch++) {
            float[] pixels = augmented(epoch, 1, Augmentation.FLIP).pixels();
            for (int i = 0; i < BATCH; i++) {
                boolean mirrored = pixels[i * LENGTH] != value(i, 0);
                flipped += mirrored ? 1 : 0;
                for (int k = 0; k < LENGTH; k++) {
                    int source = mirrored ? k / SIDE * SIDE + SIDE - 1 - k % SIDE : k;
                    assertThat(pixels[i * LENGTH + k]).isEqualTo(value(i, source));
                }
            }
        }
        assertThat(flipped).isBetween(120, 180); // of 300; 5 standard deviations are 43
    }

    @Test
    void aCutoutIsASquareOfHalfTheSideWhereTheBorderDoesNotCutIt() {
        int largest = 0;
        for (int epoch = 0; epoch < 50; epoch++) {
            float[] pixels = augmented(epoch, 1, Augmentation.CUTOUT).pixels();
            int zeros = 0;
            for (int k = 0; k < LENGTH; k++) {
                zeros += pixels[k] == 0 ? 1 : 0;
            }
            assertThat(zeros).isBetween(4, 16);
            largest = Math.max(largest, zeros);
        }
        assertThat(largest).isEqualTo(16);
    }

    @Test
    void mixupBlendsPairsAtOneShare() {
        Batch batch = augmented(0, 1, Augmentation.MIXUP);
        assertThat(batch.share).isStrictlyBetween(0.0, 1.0);
        for (int i = 0; i < BATCH; i++) {
            double expected = batch.share * value(i, 5) + (1 - batch.share) * value(BATCH - 1 - i, 5);
            assertThat((double) batch.pixels()[i * LENGTH + 5]).isCloseTo(expected, within(1e-3));
        }
        assertThat(batch.labels).containsExactly(0, 1, 0, 1, 0, 1);
    }

    @Test
    void theTargetOfAMixedImageIsMixedAlike() {
        Batch batch = batch(); // labels 0 1 0 1 0 1
        batch.share = 0.75;
        batch.weights[0] = 2;
        assertThat(batch.effectiveWeights()).containsExactly(1.75f, 1, 1, 1, 1, 1.25f);
        assertThat(Arrays.copyOf(batch.targets(0), 4))
                .containsExactly(new float[] {1.5f / 1.75f, 0.25f / 1.75f, 0.25f, 0.75f}, within(1e-6f));
        assertThat(Arrays.copyOfRange(batch.targets(0.1), 2, 4))
                .containsExactly(new float[] {0.9f * 0.25f + 0.05f, 0.9f * 0.75f + 0.05f}, within(1e-6f));
    }

    @Test
    void cutmixExchangesARectangleWhoseAreaIsTheOthersShare() {
        for (int epoch = 0; epoch < 50; epoch++) {
            Batch batch = augmented(epoch, 1, Augmentation.CUTMIX);
            for (int i = 0; i < BATCH; i++) {
                int own = 0;
                for (int k = 0; k < LENGTH; k++) {
                    float pixel = batch.pixels()[i * LENGTH + k];
                    own += pixel == value(i, k) ? 1 : 0;
                    assertThat(pixel).isIn(value(i, k), value(BATCH - 1 - i, k));
                }
                assertThat((double) own / LENGTH).isCloseTo(batch.share, within(1e-9));
            }
        }
    }
}
