/**
 * What a selection is worth: networks trained on it, on random samples of the same size and class balance, and on
 * everything, several times each, all tested on the same test images after the last epoch.
 *
 * <p>{@link dev.pith.torch.evaluate.Comparison} says which trainings that takes, {@link
 * dev.pith.torch.evaluate.Trials} does those that are not done yet,
 * {@link dev.pith.torch.evaluate.TrialLog} remembers them.
 */
@NullMarked
package dev.pith.torch.evaluate;

import org.jspecify.annotations.NullMarked;
