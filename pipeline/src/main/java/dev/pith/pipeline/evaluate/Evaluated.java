package dev.pith.pipeline.evaluate;

import dev.pith.torch.evaluate.Row;
import java.util.List;

/**
 * What selections are worth.
 *
 * @param rows of the table
 * @param tested how many images networks were tested on
 */
public record Evaluated(List<Row> rows, int tested) {
    /** Copies the list. */
    public Evaluated {
        rows = List.copyOf(rows);
    }
}
