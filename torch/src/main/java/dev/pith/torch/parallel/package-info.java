/** Several processes of one machine that exchange what they compute. */
@NullMarked
package dev.pith.torch.parallel;

import org.jspecify.annotations.NullMarked;
