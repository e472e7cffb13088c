/** What a training shows of each sample: how hard it is, how uncertain, how much is left to learn from it. */
@NullMarked
package dev.pith.score;

import org.jspecify.annotations.NullMarked;
