/**
 * Pith in the Deep Java Library: {@link dev.pith.djl.PrunedDataset} and {@link dev.pith.djl.PrunedLoss} let a DJL
 * {@code Trainer} train on what InfoBatch plans; {@link dev.pith.djl.SourceDataset} and {@link dev.pith.djl.Selections}
 * open sources and selections as DJL datasets.
 *
 * <p>Any engine of DJL will do. Its PyTorch engine brings a native library of its own: use it in another process than
 * the module {@code torch}.
 */
@NullMarked
package dev.pith.djl;

import org.jspecify.annotations.NullMarked;
