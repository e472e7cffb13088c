/** The step {@code condense}, and the evaluation of its images. */
@NullMarked
package dev.pith.pipeline.condense;

import org.jspecify.annotations.NullMarked;
