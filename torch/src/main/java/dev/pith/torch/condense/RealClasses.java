package dev.pith.torch.condense;

import dev.pith.PithException;
import dev.pith.torch.train.LabelledImages;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Real images by class. */
public final class RealClasses {
    private final LabelledImages images;
    private final int[][] positions;

    /** Sorts images by class. */
    public RealClasses(LabelledImages images) {
        this.images = images;
        positions = IntStream.range(0, images.classes())
                .mapToObj(label -> IntStream.range(0, images.size())
                        .filter(i -> images.label(i) == label)
                        .toArray())
                .toArray(int[][]::new);
        for (int label = 0; label < positions.length; label++) {
            if (positions[label].length == 0) {
                throw new PithException("class " + label + " has no images to condense; number the classes from 0"
                        + " without gaps, or add images");
            }
        }
    }

    /** Returns all of them; positions are those of {@link #draw}. */
    public LabelledImages images() {
        return images;
    }

    int classes() {
        return positions.length;
    }

    /** Returns how many images a class has. */
    public int size(int label) {
        return positions[label].length;
    }

    /** Returns some images of a class, drawn without repetition; all of them where there are not as many. */
    public int[] draw(int label, int count, SplittableRandom random) {
        int[] pool = positions[label].clone();
        int drawn = Math.min(count, pool.length);
        for (int i = 0; i < drawn; i++) {
            int other = random.nextInt(i, pool.length);
            int position = pool[other];
            pool[other] = pool[i];
            pool[i] = position;
        }
        return Arrays.copyOf(pool, drawn);
    }
}
