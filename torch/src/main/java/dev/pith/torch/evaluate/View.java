package dev.pith.torch.evaluate;

import java.util.Locale;

/** What trainings that are compared have in common: a large set and a small one cannot agree in both. */
public enum View {
    /** The weights change as often. */
    STEPS,
    /** Every sample is seen as often. */
    EPOCHS;

    /** Returns the word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
