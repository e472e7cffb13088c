package dev.pith.torch.importance;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Which patches of an image are kept. */
public interface PatchChoice {
    /**
     * Returns which patches are kept, {@code boolean[L]}, at least one.
     *
     * @param importance {@code float[L]}, patch by patch, row by row
     */
    boolean[] kept(float[] importance);

    /**
     * Drops the same share of every image's patches, those of the least importance; of equal ones those that come last.
     * Of L patches {@code floor(L * (1 - share))} are kept.
     *
     * @param share in [0, 1)
     * @throws IllegalArgumentException when it is out of range
     */
    static PatchChoice dropping(double share) {
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "drop must be in [0, 1), for an image without a patch cannot be rebuilt; got " + share);
        }
        return importance -> {
            int patches = importance.length;
            int count = Math.max(1, (int) (patches * (1 - share) + 1e-9)); // 10 * (1 - 0.9) is less than 1
            boolean[] kept = new boolean[patches];
            IntStream.range(0, patches)
                    .boxed()
                    .sorted(Comparator.comparing((Integer patch) -> -importance[patch])) // stable
                    .limit(count)
                    .forEach(patch -> kept[patch] = true);
            return kept;
        };
    }

    /**
     * Drops the patches whose importance is below a threshold, but never the most important one.
     *
     * @param least in [0, 1]
     * @throws IllegalArgumentException when it is out of range
     */
    static PatchChoice above(double least) {
        if (!(least >= 0 && least <= 1)) {
            throw new IllegalArgumentException("threshold must be in [0, 1], got " + least);
        }
        return importance -> {
            boolean[] kept = new boolean[importance.length];
            int best = 0;
            for (int patch = 0; patch < kept.length; patch++) {
                kept[patch] = importance[patch] >= least;
                best = importance[patch] > importance[best] ? patch : best;
            }
            kept[best] = true;
            return kept;
        };
    }
}
