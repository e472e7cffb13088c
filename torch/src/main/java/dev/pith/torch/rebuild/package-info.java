/** Images whose dropped patches a masked autoencoder rebuilds, and how good they are. */
@NullMarked
package dev.pith.torch.rebuild;

import org.jspecify.annotations.NullMarked;
