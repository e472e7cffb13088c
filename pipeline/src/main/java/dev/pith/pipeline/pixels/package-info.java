/**
 * The steps {@code pretrain} and {@code pixels}: a masked autoencoder, and the patches that are kept
 * of selected images.
 */
@NullMarked
package dev.pith.pipeline.pixels;

import org.jspecify.annotations.NullMarked;
