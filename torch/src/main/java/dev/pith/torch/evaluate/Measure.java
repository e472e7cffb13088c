package dev.pith.torch.evaluate;

import java.util.Locale;

/** What a training is measured by. */
public enum Measure {
    /** The share of test samples named rightly, from 0 to 1: the more the better. */
    ACCURACY,
    /** The mean over held-out records of their answers' loss: the less the better. */
    LOSS;

    /** Returns the word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
