/** How much each patch of an image matters to a network, and which patches are kept. */
@NullMarked
package dev.pith.torch.importance;

import org.jspecify.annotations.NullMarked;
