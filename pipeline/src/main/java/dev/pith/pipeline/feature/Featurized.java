package dev.pith.pipeline.feature;

import static dev.pith.run.Entries.whole;

import dev.pith.run.Manifest;
import dev.pith.run.Run;
import dev.pith.run.Step;
import java.util.Map;
import java.util.Optional;

/**
 * What the features of a run are.
 *
 * @param n rows, one for each sample
 * @param dimension numbers that a row stands for
 * @param skipped samples that cannot be used
 * @param duplicates records that repeat others
 * @param network that looked at the images, if one did
 */
public record Featurized(int n, int dimension, int skipped, int duplicates, Optional<String> network) {
    /** Reads what the steps of a run say. */
    static Featurized of(Run run) {
        Map<String, String> facts =
                run.manifest().step(Step.FEATURES).orElseThrow().facts();
        String duplicates = run.manifest()
                .step(Step.DEDUP)
                .map(Manifest.Done::facts)
                .orElse(Map.of())
                .getOrDefault("duplicates", "0");
        return new Featurized(
                whole(facts, "n"),
                whole(facts, "d"),
                whole(facts, "skipped"),
                Integer.parseInt(duplicates),
                Optional.ofNullable(facts.get("network")));
    }
}
