/**
 * What a network makes of the images of a source: embeddings, logits, and the gradient of the last layer in
 * its two factors.
 *
 * <p>May use {@code dev.pith.torch}, {@code image} and {@code network}.
 */
@NullMarked
package dev.pith.torch.feature;

import org.jspecify.annotations.NullMarked;
