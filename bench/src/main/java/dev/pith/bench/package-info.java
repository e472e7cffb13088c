/**
 * Benchmarks; never deployed.
 *
 * <p>{@link dev.pith.bench.Workload} names the works that {@code bench/README.md} reports on. {@link
 * dev.pith.bench.Generate} writes the rows of one as {@code .npy} files, which this module and the Python scripts in
 * {@code bench/peers} both read; {@link dev.pith.bench.Measure} runs one and prints what it took.
 */
@NullMarked
package dev.pith.bench;

import org.jspecify.annotations.NullMarked;
