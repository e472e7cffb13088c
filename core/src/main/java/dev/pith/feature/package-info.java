/**
 * Features: one row of numbers per sample, and the similarities between rows.
 *
 * <p>{@link dev.pith.feature.Features} is what every selection method sees. It answers twice: exactly, in double and in
 * a stated order of summation, and approximately, in float32 through BLAS with a bound on the error. Only exact answers
 * decide anything.
 */
@NullMarked
package dev.pith.feature;

import org.jspecify.annotations.NullMarked;
