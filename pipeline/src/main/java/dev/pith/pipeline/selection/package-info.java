/** The steps {@code bins}, {@code sample} and {@code select}: from features to a selection. */
@NullMarked
package dev.pith.pipeline.selection;

import org.jspecify.annotations.NullMarked;
