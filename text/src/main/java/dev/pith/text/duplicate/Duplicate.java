package dev.pith.text.duplicate;

/**
 * A record that repeats another.
 *
 * @param id of the record
 * @param original the id of the record that is kept, the lowest of those it repeats
 * @param similarity of the two, in [-1, 1]; 1 when nothing differs
 */
public record Duplicate(int id, int original, double similarity) {}
