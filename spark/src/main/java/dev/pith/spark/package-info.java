/**
 * Dataset Quantization of rows in Apache Spark, with the picks of one machine, and rankings.
 *
 * <p>{@link dev.pith.spark.DatasetQuantizer} is the Estimator, {@link dev.pith.spark.DatasetQuantizerModel} what
 * it fits. {@link dev.pith.spark.DatasetRanker} ranks rows by a submodular function, in two rounds.
 */
@NullMarked
package dev.pith.spark;

import org.jspecify.annotations.NullMarked;
