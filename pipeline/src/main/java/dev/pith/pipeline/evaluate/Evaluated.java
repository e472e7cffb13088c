package dev.pith.pipeline.evaluate;

import dev.pith.torch.evaluate.Row;
import java.util.List;

/**
 * What selections are worth.
 *
 * @param rows of the table
 * @param tested how many images networks were tested on
 * @param choices what held-out training samples chose, where that is one of the methods
 */
public record Evaluated(List<Row> rows, int tested, List<MadeChoice> choices) {
    /** Copies the lists. */
    public Evaluated {
        rows = List.copyOf(rows);
        choices = List.copyOf(choices);
    }

    /** Returns the same with the choices that led to some of the selections. */
    public Evaluated after(List<MadeChoice> made) {
        return new Evaluated(rows, tested, made);
    }
}
