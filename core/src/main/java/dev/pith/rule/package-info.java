/**
 * Rules: what a training and the features show of the samples of a class, made into a ranking of them.
 *
 * <p>A {@link dev.pith.rule.Rule} is given {@link dev.pith.rule.Evidence} and asked for the first {@code budget} of the
 * ids of one class ({@link dev.pith.rule.RankingTask}). What decides is computed in double in the order of the ids,
 * ties go to the lowest id, and what is drawn follows from seed and id ({@link dev.pith.random.Priority}), so that
 * neither threads nor the order of classes matter.
 */
@NullMarked
package dev.pith.rule;

import org.jspecify.annotations.NullMarked;
