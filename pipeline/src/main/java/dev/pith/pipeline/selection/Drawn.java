package dev.pith.pipeline.selection;

/**
 * What was drawn from the bins.
 *
 * @param selection the ids, in draw order; any prefix is a selection too; not copied
 * @param candidates how many could have been drawn
 */
public record Drawn(int[] selection, int candidates) {}
