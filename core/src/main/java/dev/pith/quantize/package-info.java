/**
 * Dataset Quantization: a partition of the samples into bins.
 *
 * <p>{@link dev.pith.quantize.BinSizes} says how many samples of each class go to each bin;
 * {@link dev.pith.quantize.RecursiveBinning} (the method of the paper), {@link dev.pith.quantize.ExchangeBinning} and
 * {@link dev.pith.quantize.RandomBinning} say which.
 */
@NullMarked
package dev.pith.quantize;

import org.jspecify.annotations.NullMarked;
