package dev.pith.pipeline.language;

import java.util.Arrays;

/**
 * The difficulty of every record: the ratio of {@link dev.pith.torch.language.InstructionDifficulty}.
 *
 * @param ratios by id; NaN where a record has none; not copied
 * @param scored how many records have one
 * @param useless how many of them are at 1 or more, where the question is of no use
 */
public record Difficulties(double[] ratios, int scored, int useless) {
    /** Returns the ratios of records that have one, ascending. */
    public double[] ascending() {
        return Arrays.stream(ratios)
                .filter(ratio -> !Double.isNaN(ratio))
                .sorted()
                .toArray();
    }
}
