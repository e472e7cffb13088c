/**
 * Dataset Quantization of rows in Apache Spark, with the picks of one machine.
 *
 * <p>{@link dev.pith.spark.DatasetQuantizer} is the Estimator, {@link dev.pith.spark.DatasetQuantizerModel} what
 * it fits.
 */
@NullMarked
package dev.pith.spark;

import org.jspecify.annotations.NullMarked;
