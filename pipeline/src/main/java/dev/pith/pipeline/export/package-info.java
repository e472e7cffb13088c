/** The step {@code export}: the selected samples as files for a trainer. */
@NullMarked
package dev.pith.pipeline.export;

import org.jspecify.annotations.NullMarked;
