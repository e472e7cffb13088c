/** Networks that make images out of noise: their training, what they make, and how good it is. */
@NullMarked
package dev.pith.torch.diffusion;

import org.jspecify.annotations.NullMarked;
