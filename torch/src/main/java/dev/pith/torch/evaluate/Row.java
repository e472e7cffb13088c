package dev.pith.torch.evaluate;

import dev.pith.prune.PruningKind;

/**
 * A line of the table: one selection, trained on by one network in one view.
 *
 * @param selection its name, or {@link Comparison#ALL} or {@link Comparison#RANDOM}
 * @param pruning how training spared samples of it besides
 * @param samples how many it holds
 * @param keep the share of all samples
 * @param accuracy the mean over the seeds, from 0 to 1; in views that are measured by {@link Measure#LOSS} the loss
 * @param deviation the standard deviation of the sample of seeds; NaN with one seed
 * @param overRandom how much of the accuracy is above that of random samples of the same size and class balance,
 *     trained on alike; NaN where they are themselves, and for all samples; the mean of the differences seed by seed
 * @param overRandomInterval the half-width of the 95 % confidence interval of that, {@link Paired}; NaN with one seed
 * @param samplesSeen by a training, the mean; of a language model tokens
 * @param seconds of a training, the mean; see {@link Outcome#seconds}
 * @param selectionSeconds it took to select; 0 where nothing was to be chosen
 * @param paidOffAfter how many trainings spare the time that the selection took, against training on all; infinite when
 *     they never do, or spare less than two standard errors over the seeds; NaN where nothing was spent
 */
public record Row(
        View view,
        String network,
        String selection,
        PruningKind pruning,
        int samples,
        double keep,
        double accuracy,
        double deviation,
        double overRandom,
        double overRandomInterval,
        double samplesSeen,
        double seconds,
        double selectionSeconds,
        double paidOffAfter) {}
