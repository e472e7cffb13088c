/** The step {@code generate}: images that a trained network makes, and how good they are. */
@NullMarked
package dev.pith.pipeline.generate;

import org.jspecify.annotations.NullMarked;
