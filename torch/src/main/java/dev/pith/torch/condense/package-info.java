/**
 * Dataset condensation: a few images are learned such that a network sees in them what it sees in all real ones.
 *
 * <p>Gradient matching (DC, with siamese augmentation DSA), distribution matching (DM) and trajectory matching (MTT,
 * FTD) with its experts, the training on condensed images, and their evaluation. May use {@code dev.pith.torch}, its
 * {@code network}, {@code image}, {@code train} and {@code checkpoint}.
 */
@NullMarked
package dev.pith.torch.condense;

import org.jspecify.annotations.NullMarked;
