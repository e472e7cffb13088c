package dev.pith.pipeline.train;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.MaskSource;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.quantize.Classes;
import dev.pith.random.Priority;
import dev.pith.sample.FairSchedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Samples of a source that are tested on and not trained on: drawn at random, every class by its share. No class is
 * left without a sample to train on.
 *
 * @param ids ascending
 * @param note what a user should know of the draw, or null
 */
public record Holdout(int[] ids, @Nullable String note) {
    /**
     * Keeps the draw apart from others by the same seed: samples that a selection takes first are not those held out.
     */
    private static final long SALT = 0x686f6c646f7574L;

    private static final int NAMED = 5;

    /**
     * Draws from records: by label where they have one, else each tenth of them by its share, the shortest texts to the
     * longest. The draw does not depend on what is trained on.
     *
     * @param count how many, fewer where labels would be left without a record
     */
    public static Holdout of(RecordSource source, int count, long seed) {
        return source.labels()
                .map(labels ->
                        draw(labels, count, IntStream.range(0, source.size()).toArray(), seed))
                .orElseGet(() -> draw(tenths(source), count, new int[0], seed));
    }

    private static Labels tenths(RecordSource source) {
        int[] lengths = IntStream.range(0, source.size())
                .map(id -> source.text(id).length())
                .toArray();
        int[] byLength = IntStream.range(0, lengths.length)
                .boxed()
                .sorted(Comparator.comparingInt(id -> lengths[id]))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] tenths = new long[lengths.length];
        for (int rank = 0; rank < lengths.length; rank++) {
            tenths[byLength[rank]] = 10L * rank / lengths.length;
        }
        return new Labels(tenths, List.of());
    }

    /**
     * Draws.
     *
     * @param count how many, fewer where classes would be left empty
     * @param trained ids that are trained on but for those held out
     * @throws PithException when the source has no labels
     */
    public static Holdout draw(Source source, int count, int[] trained, long seed) {
        Labels labels = source.labels()
                .or(() -> source instanceof MaskSource
                        ? Optional.of(new Labels(new long[source.size()], List.of())) // all alike
                        : Optional.empty())
                .orElseThrow(() -> new PithException(
                        source.name() + ": has no labels, and a test needs them; give them with `labels FILE`"));
        return draw(labels, count, trained, seed);
    }

    private static Holdout draw(Labels labels, int count, int[] trained, long seed) {
        BitSet training = new BitSet();
        Arrays.stream(trained).forEach(training::set);
        Classes classes = Classes.byLabel(labels.values(), new BitSet());
        int[][] byClass = new int[classes.count()][];
        int[] remaining = new int[classes.count()]; // to train on
        for (int c = 0; c < byClass.length; c++) {
            byClass[c] = Priority.shuffled(classes.ids()[c], seed ^ SALT);
            remaining[c] = (int) Arrays.stream(byClass[c]).filter(training::get).count();
        }
        List<Integer> drawn = new ArrayList<>();
        BitSet spared = new BitSet();
        int[] next = new int[byClass.length];
        for (int c : FairSchedule.of(classes.sizes(), 0)) {
            if (drawn.size() == count) {
                break;
            }
            boolean last = next[c] < byClass[c].length && remaining[c] == 1 && training.get(byClass[c][next[c]]);
            if (last) {
                spared.set(c);
                next[c]++; // and another one instead, if there is one
            }
            if (next[c] < byClass[c].length) {
                int id = byClass[c][next[c]++];
                remaining[c] -= training.get(id) ? 1 : 0;
                drawn.add(id);
            }
        }
        int[] ids = drawn.stream().mapToInt(Integer::intValue).sorted().toArray();
        return new Holdout(ids, spared.isEmpty() ? null : note(spared, classes, labels, ids.length, count));
    }

    private static String note(BitSet spared, Classes classes, Labels labels, int drawn, int asked) {
        String names = spared.stream()
                .limit(NAMED)
                .mapToLong(c -> classes.labels()[c])
                .mapToObj(label -> label >= 0 && label < labels.names().size()
                        ? labels.names().get((int) label)
                        : Long.toString(label))
                .collect(Collectors.joining(", "));
        return "`holdout` leaves every class a sample to train on: the last one of " + names
                + (spared.cardinality() > NAMED ? " and " + (spared.cardinality() - NAMED) + " more classes" : "")
                + " is not held out"
                + (drawn < asked ? ", so " + drawn + " samples are, not " + asked : "");
    }
}
