package dev.pith.torch.evaluate;

import java.util.Locale;

/** What trainings that are compared have in common: a large set and a small one cannot agree in both. */
public enum View {
    /** The weights change as often. */
    STEPS,
    /** Every sample is seen as often. */
    EPOCHS,
    /** As many records are learned by a language model, each as often. */
    RECORDS,
    /** As many tokens are. */
    TOKENS;

    /** Returns what trainings of the view are measured by. */
    public Measure measure() {
        return this == RECORDS || this == TOKENS ? Measure.LOSS : Measure.ACCURACY;
    }

    /** Returns the word. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
