package dev.pith.report;

import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run, open for looking at it.
 *
 * @param manifest what the run says about itself
 * @param samples what it says about its samples
 * @param keys gives the keys of ids
 * @param features the features, null when the run's files do not hold them
 * @param source the samples themselves, null when they cannot be had
 * @param notes what could not be had and why, a sentence each
 */
record RunView(
        Manifest manifest,
        Samples samples,
        Function<int[], String[]> keys,
        @Nullable Features features,
        @Nullable Source source,
        List<String> notes) {

    /** Returns whether the run holds one ranking instead of bins. */
    boolean ranking() {
        return manifest.step(Step.BINS).isEmpty();
    }

    /** Returns the configuration of the step that picked: bins, or the ranking. */
    Map<String, String> picking() {
        Optional<Manifest.Done> step = manifest.step(ranking() ? Step.SELECT : Step.BINS);
        return step.map(Manifest.Done::configuration).orElse(Map.of());
    }
}
