/** The step {@code evaluate}: selections compared by the networks that are trained on them. */
@NullMarked
package dev.pith.pipeline.evaluate;

import org.jspecify.annotations.NullMarked;
