/** Randomness that depends on a seed and an id and on nothing else. */
@NullMarked
package dev.pith.random;

import org.jspecify.annotations.NullMarked;
