package dev.pith.maximizer;

/**
 * Which sets may be picked, together with the set picked so far. Any part of a set that may be picked may be picked
 * too: a candidate that is refused once is refused for good.
 */
interface Constraint {
    /** Returns whether a candidate that is not picked yet may be picked next. */
    boolean allows(int candidate);

    /** Takes a candidate that is allowed into the picked set. */
    void pick(int candidate);

    /** Returns how many can be picked at most, as far as can be told beforehand. */
    int most();
}
