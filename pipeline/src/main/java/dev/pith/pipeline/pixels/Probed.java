package dev.pith.pipeline.pixels;

import static dev.pith.run.Entries.number;
import static dev.pith.run.Entries.whole;

import dev.pith.run.Manifest;
import dev.pith.run.Run;
import dev.pith.run.Step;
import java.util.Map;

/**
 * What a classifier shows of a masked autoencoder's embeddings.
 *
 * @param epochs that the encoder learned on for; 0 where it stayed, and a linear classifier learned alone
 * @param trained images that it learned from
 * @param tested images that it was tested on
 * @param accuracy share of those that it names rightly, from 0 to 1
 */
public record Probed(int epochs, int trained, int tested, double accuracy) {
    static final String EPOCHS = "finetune";
    static final String TRAINED = "trained";
    static final String TESTED = "tested";
    static final String ACCURACY = "accuracy";

    /** Reads what the step left in a run. */
    static Probed of(Run run) {
        Manifest.Done done = run.manifest().step(Step.PROBE).orElseThrow();
        Map<String, String> facts = done.facts();
        int epochs = done.configuration().containsKey(EPOCHS) ? whole(done.configuration(), EPOCHS) : 0;
        return new Probed(epochs, whole(facts, TRAINED), whole(facts, TESTED), number(facts, ACCURACY));
    }
}
