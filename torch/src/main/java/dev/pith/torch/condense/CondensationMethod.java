package dev.pith.torch.condense;

import java.util.Locale;

/** The ways to condense. */
public enum CondensationMethod {
    /** Gradient matching: Zhao, Mopuri and Bilen, ICLR 2021, arXiv 2006.05929. */
    DC(0.1, 1000),
    /** Gradient matching of augmented images: Zhao and Bilen, ICML 2021, arXiv 2102.08259. */
    DSA(0.1, 1000),
    /** Distribution matching: Zhao and Bilen, WACV 2023, arXiv 2110.04181. */
    DM(1, 20_000);

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

    /** Returns how many networks the papers look with. */
    public int usualIterations() {
        return iterations;
    }

    /** Returns whether real and synthetic images are varied alike before they are compared. */
    public boolean augments() {
        return this != DC;
    }

    /** Returns whether gradients are compared, and not embeddings. */
    public boolean matchesGradients() {
        return this != DM;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
