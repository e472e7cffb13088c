/** A choice between ways to select, by what held-out training samples say of networks trained on each. */
@NullMarked
package dev.pith.pipeline.choice;

import org.jspecify.annotations.NullMarked;
