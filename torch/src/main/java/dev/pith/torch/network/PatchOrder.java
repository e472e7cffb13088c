package dev.pith.torch.network;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/**
 * Of each image the positions of its patches, those that a masked autoencoder sees first.
 *
 * @param patches L, of an image
 * @param positions {@code long[B * L]}; not copied
 */
public record PatchOrder(int patches, long[] positions) {
    /**
     * Returns a random order for each sample, which follows from its seed alone.
     *
     * @param seeds one for each
     */
    public static PatchOrder random(int patches, long... seeds) {
        long[] positions = new long[Math.multiplyExact(seeds.length, patches)];
        for (int i = 0; i < seeds.length; i++) {
            SplittableRandom random = new SplittableRandom(seeds[i]);
            int start = i * patches;
            for (int k = 0; k < patches; k++) { // Fisher and Yates, inside out
                int other = random.nextInt(k + 1);
                positions[start + k] = positions[start + other];
                positions[start + other] = k;
            }
        }
        return new PatchOrder(patches, positions);
    }

    /**
     * Returns the patches that are seen, and then the others, each in their own order.
     *
     * @param seen of each image {@code boolean[L]}, equally many of each
     */
    public static PatchOrder of(boolean[]... seen) {
        int patches = seen[0].length;
        long[] positions = new long[Math.multiplyExact(seen.length, patches)];
        int at = 0;
        for (boolean[] image : seen) {
            for (boolean wanted : new boolean[] {true, false}) {
                for (int k = 0; k < patches; k++) {
                    if (image[k] == wanted) {
                        positions[at++] = k;
                    }
                }
            }
        }
        return new PatchOrder(patches, positions);
    }

    /** Returns of each image which patches are among the first {@code kept}. */
    public boolean[][] seen(int kept) {
        boolean[][] seen = new boolean[positions.length / patches][patches];
        for (int i = 0; i < seen.length; i++) {
            for (long position : Arrays.copyOfRange(positions, i * patches, i * patches + kept)) {
                seen[i][(int) position] = true;
            }
        }
        return seen;
    }

    /** Returns int64 {@code (B, L)} that the open scope owns. */
    public Tensor tensor() {
        return Tensor.create(positions, positions.length / patches, patches);
    }
}
