package dev.pith.torch.condense;

import java.util.Locale;

/** The ways to condense. */
public enum CondensationMethod {
    /** Gradient matching: Zhao, Mopuri and Bilen, ICLR 2021, arXiv 2006.05929. */
    DC(0.1, 1000),
    /** Gradient matching of augmented images: Zhao and Bilen, ICML 2021, arXiv 2102.08259. */
    DSA(0.1, 1000),
    /** Distribution matching: Zhao and Bilen, WACV 2023, arXiv 2110.04181. */
    DM(1, 20_000),
    /** Trajectory matching: Cazenavette et al., CVPR 2022, arXiv 2203.11932. */
    MTT(1000, 5000),
    /** Trajectory matching with experts on flat trajectories: Du et al., CVPR 2023, arXiv 2211.11004. */
    FTD(1000, 5000);

    private final double imageRate;
    private final int iterations;

    CondensationMethod(double imageRate, int iterations) {
        this.imageRate = imageRate;
        this.iterations = iterations;
    }

    /** Returns the papers' learning rate of the images. */
    public double usualImageRate() {
        return imageRate;
    }

    /** Returns how many iterations the papers do. */
    public int usualIterations() {
        return iterations;
    }

    /** Returns whether images are varied before networks see them. */
    public boolean augments() {
        return this != DC;
    }

    /** Returns whether gradients are compared. */
    public boolean matchesGradients() {
        return this == DC || this == DSA;
    }

    /** Returns whether students are compared with experts, which are trained first. */
    public boolean matchesTrajectories() {
        return this == MTT || this == FTD;
    }

    /** Returns how trajectories are matched unless told otherwise. */
    public Trajectories usualTrajectories() {
        return this == FTD ? Trajectories.DEFAULT.average(Trajectories.FTD_AVERAGE) : Trajectories.DEFAULT;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
