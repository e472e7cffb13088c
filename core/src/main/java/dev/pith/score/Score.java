package dev.pith.score;

import java.util.Locale;

/**
 * What can be known of a sample from a training that looks at all samples from time to time. A <em>look</em> gives the
 * probabilities p of each sample's classes; y is its label, {@code p_k} the probabilities at look k of K.
 */
public enum Score {
    /** {@code |p_k - onehot(y)|}, the mean over all looks (Paul et al. 2021, EL2N): large for hard samples. */
    EL2N,
    /**
     * The norm of the gradient of the last layer, the mean over all looks (Paul et al. 2021, GraNd): large for hard
     * samples.
     */
    GRAND,
    /**
     * How often a sample named rightly at one look is named wrongly at the next (Toneva et al. 2019); never named
     * rightly: K.
     */
    FORGETTING,
    /**
     * {@code p_k(y)} minus the largest of the others, the mean over all looks (after Pleiss et al. 2020): small for
     * hard samples.
     */
    AUM,
    /**
     * {@code std * (1 - mean)} of {@code p_k(y)} in windows of looks, the mean over windows (Cho et al. 2025, DUAL).
     */
    DUAL,
    /**
     * The standard deviation of {@code p_k(y)} in windows of looks, the mean over windows (He et al. 2024, Dyn-Unc).
     */
    DYN_UNC,
    /**
     * The standard deviation of {@code |p_k - onehot(y)|} in the last windows of looks, their mean (class-aware
     * difficulty).
     */
    CAD,
    /** One minus the difference of the two largest probabilities at the last look: large for uncertain samples. */
    MARGIN,
    /** The entropy of the probabilities at the last look, in nats: large for uncertain samples. */
    ENTROPY,
    /** One minus the largest probability at the last look: large for uncertain samples. */
    LEAST_CONFIDENCE,
    /** {@code p_k(y)}, the mean over all looks: small for hard samples. */
    MEAN_PROBABILITY;

    /** Returns the word on the command line, which is the file's name too. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
