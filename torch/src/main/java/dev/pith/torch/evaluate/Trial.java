package dev.pith.torch.evaluate;

import java.util.Map;

/** One training of a network that is tested at its end. */
public interface Trial {
    /** Returns about how many samples go through the network, those that pruning spares counted too. */
    long samples();

    /** Returns a line that differs between trainings that differ, but for the images of the source. */
    String identity();

    /** Returns what a reader of the log wants to know: name to text, number or truth value. */
    Map<String, Object> description();
}
