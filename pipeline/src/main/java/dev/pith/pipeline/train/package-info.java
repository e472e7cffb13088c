/** The step {@code train}: a network from a source, a selection or a synthetic set, in one process or several. */
@NullMarked
package dev.pith.pipeline.train;

import org.jspecify.annotations.NullMarked;
