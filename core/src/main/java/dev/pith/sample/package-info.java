/** Drawing from the bins: a budget, one seeded order of everything, and selections that are prefixes of it. */
@NullMarked
package dev.pith.sample;

import org.jspecify.annotations.NullMarked;
