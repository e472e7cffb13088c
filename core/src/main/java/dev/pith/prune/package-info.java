/**
 * What an epoch of training looks at: InfoBatch (Qin et al., ICLR 2024) and its rivals behind one interface,
 * {@link dev.pith.prune.EpochPruning}.
 *
 * <p>Nothing here knows a tensor or a framework: a pruning hands out ids with weights and takes back losses. A plan
 * follows from the configuration, the seed, the epoch and the losses alone, so that processes that are given the same
 * losses in the same order make the same plan and need not send it to each other.
 */
@NullMarked
package dev.pith.prune;

import org.jspecify.annotations.NullMarked;
