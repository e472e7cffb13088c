package dev.pith.pipeline;

import dev.pith.quantize.Binning;

/**
 * What Dataset Quantization made of a source.
 *
 * @param binning all bins, ids in pick order; none where a ranking takes their place
 * @param selection ids drawn from them, in draw order, or ranked: any prefix is a selection too; not copied
 */
public record Quantized(Binning binning, int[] selection) {}
