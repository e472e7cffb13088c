package dev.pith.cli;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.quantize.Classes;
import dev.pith.random.Priority;
import dev.pith.sample.Budget;
import dev.pith.sample.FairSchedule;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a trained network is tested on: another source, samples held out of the training source, or nothing.
 *
 * @param source another source, or null; closed with this
 * @param heldOut ids of the training source that are tested on and not trained on
 * @param description option name to value
 */
record TestSource(@Nullable Source source, int[] heldOut, Map<String, String> description) implements AutoCloseable {
    /**
     * Opens what was asked for; without, the test part of a data set whose training part is trained on.
     *
     * @param training is trained on
     */
    static TestSource open(
            SourceReference reference,
            Source training,
            @Nullable String test,
            @Nullable Budget holdout,
            long seed,
            Messages messages) {
        if (holdout != null) {
            return new TestSource(
                    null, draw(training, holdout.of(training.size()), seed), Map.of("--holdout", holdout.text()));
        }
        if (test != null) {
            return of(reference.beside(test).open(messages));
        }
        return reference
                .testPart()
                .map(part -> of(part.open(messages)))
                .orElseGet(() -> new TestSource(null, new int[0], Map.of()));
    }

    private static TestSource of(Source source) {
        Map<String, String> description = new LinkedHashMap<>();
        description.put("--test", source.name());
        description.put("test", source.fingerprint());
        return new TestSource(source, new int[0], description);
    }

    /** Returns ids drawn at random, every class by its share, ascending. */
    private static int[] draw(Source source, int count, long seed) {
        Labels labels = source.labels()
                .orElseThrow(() -> new PithException(
                        source.name() + ": has no labels, and a test needs them; give them with `labels FILE`"));
        int[][] byClass = Classes.byLabel(labels.values(), new BitSet()).ids();
        int[] turns = FairSchedule.of(
                Arrays.stream(byClass).mapToInt(ids -> ids.length).toArray(), 0);
        int[] next = new int[byClass.length];
        for (int c = 0; c < byClass.length; c++) {
            byClass[c] = Priority.shuffled(byClass[c], seed);
        }
        return Arrays.stream(turns)
                .limit(count)
                .map(c -> byClass[c][next[c]++])
                .sorted()
                .toArray();
    }

    @Override
    public void close() {
        if (source != null) {
            source.close();
        }
    }
}
