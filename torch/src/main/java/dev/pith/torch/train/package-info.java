/**
 * Training: optimizers, learning rate schedules, augmentations, and the loop that uses them.
 *
 * <p>May use {@code dev.pith.torch}, {@code .network}, {@code .image} and {@code .checkpoint}. What takes or returns
 * tensors here is for the module alone.
 */
@NullMarked
package dev.pith.torch.train;

import org.jspecify.annotations.NullMarked;
