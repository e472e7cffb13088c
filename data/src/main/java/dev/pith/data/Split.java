package dev.pith.data;

/** The part of a data set that comes in two parts. */
public enum Split {
    /** What models learn from. */
    TRAIN,
    /** What they are tested on. */
    TEST
}
