/** Optimizers and learning rates: how weights change, given gradients. */
@NullMarked
package dev.pith.torch.optimize;

import org.jspecify.annotations.NullMarked;
