package dev.pith.prune;

import dev.pith.prune.InfoBatch.Tier;
import java.util.List;
import java.util.Locale;

/** Ways to spare samples while training, made to spare a stated share of all that would be seen. */
public enum PruningKind {
    /** Every epoch sees everything. */
    NONE,
    /** {@link InfoBatch} below the mean, at a ratio of a half; how much that spares the losses decide. */
    INFOBATCH,
    /**
     * {@link InfoBatch} in two tiers, three quarters of the lowest losses and a half of those above them. With the
     * published tiers, a fifth and 65 % of the samples, an epoch spares 0.2 * 0.75 + 0.65 * 0.5 = 47.5 %; the tiers'
     * sizes follow from what is to be spared.
     */
    INFOBATCH_TIERS,
    /** {@link RandomSubsets} in every epoch, to the end. */
    RANDOM_SUBSETS,
    /**
     * {@link SeTa} with five groups and a window of four, as published, or of all five where four would leave
     * out too much.
     */
    SETA;

    /** The ratio that Qin et al. recommend. */
    public static final double INFOBATCH_RATIO = 0.5;

    /** The share that is spared unless told otherwise: about what InfoBatch's published tiers spare. */
    public static final double DEFAULT_SPARE = 0.4;

    /** Shorter trainings learn too little of a sample to spare it: they have no epochs to lose. */
    public static final int LEAST_EPOCHS = 15;

    private static final double FIRST_TIER = 0.2;
    private static final double FIRST_RATIO = 0.75;
    private static final double SECOND_TIER = 0.65;
    private static final double SECOND_RATIO = 0.5;
    private static final int GROUPS = 5;
    private static final int WINDOW = 4;

    /** Returns whether what is spared is what was asked for; otherwise the kind alone decides. */
    public boolean sparesAsAsked() {
        return this != NONE && this != INFOBATCH;
    }

    /**
     * Returns a pruning, not yet begun.
     *
     * @param spare the share of {@code samples * epochs} that is not seen, in [0, 1), where the kind asks
     *     ({@link #sparesAsAsked})
     * @throws IllegalArgumentException when so few epochs leave anything out that it cannot be reached
     */
    public EpochPruning pruning(int samples, int epochs, long seed, double spare) {
        if (!(spare >= 0 && spare < 1)) {
            throw new IllegalArgumentException("`spare` must be in [0, 1), got " + spare);
        }
        PruningSchedule schedule = PruningSchedule.of(samples, epochs, seed);
        return switch (this) {
            case NONE -> EpochPruning.none(schedule);
            case INFOBATCH -> new InfoBatch(schedule, INFOBATCH_RATIO);
            case INFOBATCH_TIERS -> tiers(schedule, inEpoch(schedule, spare));
            case RANDOM_SUBSETS -> new RandomSubsets(new PruningSchedule(samples, epochs, 1, seed), spare);
            case SETA -> seTa(schedule, inEpoch(schedule, spare));
        };
    }

    /**
     * Returns what an epoch that prunes has to spare: the first sees everything, as no loss is known, and so
     * do the last.
     */
    private double inEpoch(PruningSchedule schedule, double spare) {
        int epochs = schedule.epochs();
        int pruning = Share.floor(schedule.delta(), epochs) - 1;
        double share = spare == 0 ? 0 : spare * epochs / pruning;
        double most = this == SETA
                ? 1 - 1.0 / GROUPS
                : (FIRST_TIER * FIRST_RATIO + SECOND_TIER * SECOND_RATIO) / (FIRST_TIER + SECOND_TIER);
        if (spare > 0 && (pruning < 1 || share > most)) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s cannot spare %.3g of %d epochs, of which %d leave samples out, at most %.3g of each; train"
                            + " longer or lower `spare`",
                    this,
                    spare,
                    epochs,
                    Math.max(0, pruning),
                    most));
        }
        return share;
    }

    private static EpochPruning tiers(PruningSchedule schedule, double share) {
        if (share == 0) {
            return EpochPruning.none(schedule);
        }
        double scale = share / (FIRST_TIER * FIRST_RATIO + SECOND_TIER * SECOND_RATIO);
        return InfoBatch.tiered(
                schedule,
                List.of(
                        new Tier(scale * FIRST_TIER, FIRST_RATIO),
                        new Tier(Math.min(1, scale * (FIRST_TIER + SECOND_TIER)), SECOND_RATIO)));
    }

    private static EpochPruning seTa(PruningSchedule schedule, double share) {
        int window = 1 - share > (double) WINDOW / GROUPS ? GROUPS : WINDOW;
        return new SeTa(schedule, GROUPS, window, Math.max(0, 1 - (1 - share) * GROUPS / window));
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
