package dev.pith.torch.condense;

import dev.pith.torch.evaluate.Outcome;
import dev.pith.torch.evaluate.Paired;
import java.util.Comparator;
import java.util.List;

/**
 * The scores of DD-Ranking (Li et al., arXiv 2505.13300, section 3), which ask what images are worth without what
 * labels and trainings add: hard-label recovery, {@code accuracy(all, hard) - accuracy(images, hard)}, of which less is
 * better, and improvement over random, {@code accuracy(images, own labels) - accuracy(random, such labels)}. All sides
 * are trained alike, by as many seeds, and compared seed by seed.
 *
 * <p>The authors' program takes the best test accuracy of several epochs and learning rates on each side. Here the last
 * epoch counts, and random images count at that of the rates at which they do best: what was learned with condensed
 * images cannot win by a rate alone.
 *
 * @param recovery of hard labels; {@link Paired#NONE} where nothing was trained on all
 * @param overRandom improvement over random
 */
public record RecoveryScore(Paired recovery, Paired overRandom) {
    /**
     * Returns the scores.
     *
     * @param all outcomes of trainings on everything, seed by seed; empty when there are none
     * @param hard of those on the images with hard labels
     * @param own of those on the images with their own labels
     * @param random of those on random images with such labels, for each rate; empty lists do not count
     */
    public static RecoveryScore of(
            List<Outcome> all, List<Outcome> hard, List<Outcome> own, List<List<Outcome>> random) {
        List<Outcome> best = random.stream()
                .filter(outcomes -> !outcomes.isEmpty())
                .max(Comparator.comparingDouble(outcomes -> outcomes.stream()
                        .mapToDouble(Outcome::accuracy)
                        .average()
                        .orElseThrow()))
                .orElseThrow();
        return new RecoveryScore(all.isEmpty() ? Paired.NONE : Paired.of(all, hard, 1), Paired.of(own, best, 1));
    }
}
