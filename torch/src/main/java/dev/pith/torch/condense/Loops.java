package dev.pith.torch.condense;

/**
 * How long gradient matching stays with one network.
 *
 * @param outer how often the images are changed with it, at least 1
 * @param inner how many epochs it is trained on the images in between, at least 1
 */
public record Loops(int outer, int inner) {
    /** Images per class, outer and inner loops, as the authors published them. */
    private static final int[][] PUBLISHED = {
        {1, 1, 1}, {10, 10, 50}, {20, 20, 25}, {30, 30, 20}, {40, 40, 15}, {50, 50, 10}
    };

    /** Checks the ranges. */
    public Loops {
        if (outer < 1 || inner < 1) {
            throw new IllegalArgumentException(
                    "outer and inner loops must be at least 1, got " + outer + " and " + inner);
        }
    }

    /**
     * Returns the loops of the papers for their numbers of images per class, values on the line between
     * them for others.
     */
    public static Loops of(int imagesPerClass) {
        int[] below = PUBLISHED[0];
        for (int[] above : PUBLISHED) {
            if (imagesPerClass <= above[0]) {
                double share = above == below ? 0 : (double) (imagesPerClass - below[0]) / (above[0] - below[0]);
                return new Loops(between(below[1], above[1], share), between(below[2], above[2], share));
            }
            below = above;
        }
        return new Loops(below[1], below[2]);
    }

    private static int between(int from, int to, double share) {
        return (int) Math.round(from + share * (to - from));
    }

    /** Returns whether the papers give loops for this number of images. */
    public static boolean isPublished(int imagesPerClass) {
        for (int[] entry : PUBLISHED) {
            if (entry[0] == imagesPerClass) {
                return true;
            }
        }
        return false;
    }
}
