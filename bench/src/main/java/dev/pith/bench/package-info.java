/** Benchmarks; never deployed. */
@NullMarked
package dev.pith.bench;

import org.jspecify.annotations.NullMarked;
