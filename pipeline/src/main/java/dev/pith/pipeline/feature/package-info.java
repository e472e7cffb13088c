/** The steps {@code network}, {@code features} and {@code dedup}: from a source to what its samples are compared by. */
@NullMarked
package dev.pith.pipeline.feature;

import org.jspecify.annotations.NullMarked;
