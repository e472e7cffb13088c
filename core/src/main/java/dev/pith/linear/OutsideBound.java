package dev.pith.linear;

/** An upper bound on the gains of the rows that are not candidates, valid as picks go on. */
@FunctionalInterface
public interface OutsideBound {
    /** The bound when every row is a candidate. */
    OutsideBound NOTHING = gain -> Double.NEGATIVE_INFINITY;

    /** Returns a number that no outside row's gain exceeds now. */
    double largestGain(LinearGain gain);
}
