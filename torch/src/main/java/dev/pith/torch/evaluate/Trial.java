package dev.pith.torch.evaluate;

import java.util.Map;

/** One training of a network, or of a language model, that is tested at its end. */
public interface Trial {
    /** Returns about how many samples, or tokens, go through the network, those that pruning spares counted too. */
    long samples();

    /** Returns what it is measured by. */
    default Measure measure() {
        return Measure.ACCURACY;
    }

    /** Returns a line that differs between trainings that differ, but for the images of the source. */
    String identity();

    /** Returns what a reader of the log wants to know: name to text, number or truth value. */
    Map<String, Object> description();
}
