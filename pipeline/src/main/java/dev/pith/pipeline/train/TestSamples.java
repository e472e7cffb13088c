package dev.pith.pipeline.train;

import dev.pith.data.Source;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.sample.Budget;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a trained network is tested on: another source, samples held out of the training source, or nothing.
 *
 * @param source another source, or null; closed with this
 * @param heldOut ids of the training source that are tested on and not trained on
 * @param note what a user should know of the samples held out, or null
 * @param description parameter name to value
 */
public record TestSamples(
        @Nullable Source source, int[] heldOut, @Nullable String note, Map<String, String> description)
        implements AutoCloseable {
    /**
     * Opens what was asked for; without, the test part of a data set whose training part is trained on.
     *
     * @param training is trained on
     * @param trained the ids of it that are, but for those held out
     */
    public static TestSamples open(
            SourceReference reference,
            Source training,
            int[] trained,
            @Nullable String test,
            @Nullable Budget holdout,
            long seed,
            Messages messages) {
        if (holdout != null) {
            Holdout drawn = Holdout.draw(training, holdout.of(training.size()), trained, seed);
            return new TestSamples(null, drawn.ids(), drawn.note(), Map.of("holdout", holdout.text()));
        }
        if (test != null) {
            return of(reference.beside(test).open(messages));
        }
        return reference
                .testPart()
                .map(part -> of(part.open(messages)))
                .orElseGet(() -> new TestSamples(null, new int[0], null, Map.of()));
    }

    private static TestSamples of(Source source) {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("test", source.name());
        description.put("test fingerprint", source.fingerprint());
        return new TestSamples(source, new int[0], null, description);
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
    }
}
