package dev.pith.report;

import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run, open for looking at it; whoever opened features and source closes them.
 *
 * @param manifest what the run says about itself
 * @param table what it says about its samples, none when it says nothing
 * @param features the features, null when they cannot be had
 * @param source the samples themselves, null when they cannot be had
 * @param choice between the ways to select by which the ranking was made, null where a way was named
 * @param evaluation the table of an evaluation, empty without one
 * @param film condensed images as they were on the way, empty where there are none
 * @param rebuilt images beside what their kept patches give back: original, importance, what is kept, rebuilt; empty
 *     where there are none
 * @param segmented what a trained network says of pixels, or null
 * @param search how networks do after trainings on a few images, or null
 * @param findings what may be wrong with the images, or null
 * @param notes what cannot be had and why, a sentence each
 */
public record RunView(
        Manifest manifest,
        SamplesTable table,
        @Nullable Features features,
        @Nullable Source source,
        @Nullable Choice choice,
        List<Row> evaluation,
        List<Frame> film,
        List<Frame> rebuilt,
        @Nullable Segmented segmented,
        @Nullable Search search,
        @Nullable Findings findings,
        List<String> notes) {
    /**
     * A picture for the page.
     *
     * @param caption what it shows
     * @param picture a data URI
     */
    public record Frame(String caption, String picture) {}

    /**
     * How well a network names what pixels show.
     *
     * @param meanIou mean over the classes of intersection over union, from 0 to 1
     * @param accuracy share of the pixels that is named rightly, from 0 to 1
     * @param iouOfClass by the names of the classes; null for one that is neither shown nor said to be
     * @param frames test images, each beside its mask and what the network says
     */
    public record Segmented(
            double meanIou, double accuracy, Map<String, @Nullable Double> iouOfClass, List<Frame> frames) {}

    /**
     * How networks do after trainings on a few images and on everything.
     *
     * @param networks by name
     * @param all accuracy of each after a training on everything, from 0 to 1
     * @param proxies sets of a few images
     */
    public record Search(List<String> networks, List<Double> all, List<Proxy> proxies) {
        /**
         * A set of a few images.
         *
         * @param accuracies of the networks after trainings on it
         * @param correlation of the ranks that it and everything give the networks
         * @param correlationOfBest likewise, of the best tenth
         * @param seconds of its trainings
         */
        public record Proxy(
                String name, List<Double> accuracies, double correlation, double correlationOfBest, double seconds) {}
    }

    /** Copies the lists. */
    public RunView {
        evaluation = List.copyOf(evaluation);
        film = List.copyOf(film);
        rebuilt = List.copyOf(rebuilt);
        notes = List.copyOf(notes);
    }

    /** Returns whether the run holds picks, in bins or in a ranking; one that compares those of others need not. */
    boolean hasPicks() {
        return manifest.step(Step.BINS).isPresent()
                || manifest.step(Step.SELECT).isPresent();
    }

    /** Returns whether the run holds one ranking instead of bins. */
    boolean ranking() {
        return manifest.step(Step.BINS).isEmpty();
    }

    /** Returns the configuration of the step that picked: bins, or the ranking. */
    Map<String, String> picking() {
        return picking(manifest);
    }

    /** Returns the configuration of the step of a run that picked, bins or else the ranking; empty where none did. */
    public static Map<String, String> picking(Manifest manifest) {
        Optional<Manifest.Done> step = manifest.step(manifest.step(Step.BINS).isEmpty() ? Step.SELECT : Step.BINS);
        return step.map(Manifest.Done::configuration).orElse(Map.of());
    }

    /** Returns by what samples are compared where that is what picked. */
    public static Similarity similarity(Map<String, String> picking) {
        return switch (picking.getOrDefault("similarity", "").toLowerCase(Locale.ROOT)) {
            case "cosine" -> Similarity.COSINE;
            case "dot" -> Similarity.DOT;
            default -> Similarity.SQEUCLID; // plain distances, where the method has no similarity of its own
        };
    }

    Samples samples() {
        List<String> names =
                manifest.source() == null ? List.of() : manifest.source().classes();
        return Samples.of(table, ranking(), names);
    }

    String[] keys(int[] ids) {
        String[] keys = new String[ids.length];
        for (int i = 0; i < ids.length; i++) {
            keys[i] = table.key.get(ids[i]);
        }
        return keys;
    }
}
