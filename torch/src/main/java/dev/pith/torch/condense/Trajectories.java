package dev.pith.torch.condense;

/**
 * How trajectories are matched (Cazenavette et al., CVPR 2022, algorithm 1).
 *
 * @param studentSteps how many steps a student takes (N), at least 1
 * @param expertEpochs after how many of the expert's epochs it should be where it ends (M), at least 1
 * @param minStart students start from the weights after at least so many of the expert's epochs, at least 0
 * @param maxStart students start from the weights before one of the expert's first so many epochs (T+), above minStart
 * @param easyFirst whether students start early at first, where easy patterns are learned, and the latest start grows
 *     to maxStart over the first half of the iterations (DATM, Guo et al., ICLR 2024, section 3.3)
 * @param batch synthetic images of a student's step; 0 for all of them
 * @param rateRate learning rate of the student's learning rate, whose momentum is 0.5; 0 keeps that as it starts
 * @param labelRate learning rate of labels that are learned, whose momentum is 0.5 too
 * @param average how much of the running average of the images each iteration keeps; the average is what is written
 *     then (Du et al., CVPR 2023); 0 for the images themselves
 */
public record Trajectories(
        int studentSteps,
        int expertEpochs,
        int minStart,
        int maxStart,
        boolean easyFirst,
        int batch,
        double rateRate,
        double labelRate,
        double average) {
    /** What the authors' program does unless told otherwise. */
    public static final Trajectories DEFAULT = new Trajectories(20, 3, 0, 25, false, 0, 1e-5, 1, 0);

    /** How much of the running average FTD's authors keep. */
    public static final double FTD_AVERAGE = 0.9995;

    /** Checks the ranges. */
    public Trajectories {
        atLeast(1, "student-steps", studentSteps);
        atLeast(1, "expert-epochs", expertEpochs);
        atLeast(0, "min-start", minStart);
        atLeast(minStart + 1, "max-start", maxStart);
        atLeast(0, "syn-batch", batch);
        if (!(rateRate >= 0 && rateRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lr-lr` must be a number of at least 0, got " + rateRate);
        }
        if (!(labelRate >= 0 && labelRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("`lr-labels` must be a number of at least 0, got " + labelRate);
        }
        if (!(average >= 0 && average < 1)) {
            throw new IllegalArgumentException("`ema` must be at least 0 and below 1, got " + average);
        }
    }

    private static void atLeast(int least, String name, int value) {
        if (value < least) {
            throw new IllegalArgumentException("`" + name + "` must be at least " + least + ", got " + value);
        }
    }

    /** Returns this with another running average. */
    public Trajectories average(double kept) {
        return new Trajectories(
                studentSteps, expertEpochs, minStart, maxStart, easyFirst, batch, rateRate, labelRate, kept);
    }

    /**
     * Returns before which of the expert's epochs a student starts at the latest.
     *
     * @param iteration from 0
     */
    int latestStart(int iteration, int iterations) {
        double grown = easyFirst ? Math.min(1, 2 * (iteration + 1.0) / iterations) : 1;
        return minStart + (int) Math.ceil(grown * (maxStart - minStart));
    }

    /** Returns how many epochs an expert must have been trained for. */
    public int epochs() {
        return Math.addExact(maxStart - 1, expertEpochs);
    }
}
