/** The features {@code pixels}: every image at 32 x 32, standardized. They need no neural network. */
@NullMarked
package dev.pith.data.pixels;

import org.jspecify.annotations.NullMarked;
