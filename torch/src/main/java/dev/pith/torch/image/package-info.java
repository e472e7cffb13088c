/**
 * The images of a source as tensors: of one size, normalized, decoded ahead of the network that looks at them.
 *
 * <p>May use {@code dev.pith.torch} and {@code InputShape} of {@code dev.pith.torch.network}.
 */
@NullMarked
package dev.pith.torch.image;

import org.jspecify.annotations.NullMarked;
