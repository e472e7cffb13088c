package dev.pith.pipeline.pixels;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.whole;

import dev.pith.run.Run;
import dev.pith.run.Step;
import java.util.Map;

/**
 * What a linear classifier shows of a masked autoencoder's embeddings.
 *
 * @param trained images that it learned from
 * @param tested images that it was tested on
 * @param accuracy share of those that it names rightly, from 0 to 1
 */
public record Probed(int trained, int tested, double accuracy) {
    static final String TRAINED = "trained";
    static final String TESTED = "tested";
    static final String ACCURACY = "accuracy";

    /** Reads what the step left in a run. */
    static Probed of(Run run) {
        Map<String, String> facts =
                run.manifest().step(Step.PROBE).orElseThrow().facts();
        return new Probed(whole(facts, TRAINED), whole(facts, TESTED), number(facts, ACCURACY));
    }
}
