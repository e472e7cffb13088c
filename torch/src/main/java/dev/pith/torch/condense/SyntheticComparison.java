package dev.pith.torch.condense;

import dev.pith.prune.PruningKind;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.Outcome;
import dev.pith.torch.evaluate.Paired;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.evaluate.View;
import dev.pith.torch.train.LabelledImages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The evaluation of a few images beside others as few: which trainings it takes, and the table of their outcomes. Every
 * seed is a new training.
 *
 * @param protocol how is trained
 * @param networks full name to whether it normalizes by batches, in the order of the table
 * @param firstSeed of the seeds, which count up
 * @param seeds how often everything is trained
 * @param pool how many images they are condensed or taken from
 * @param entrants images that are compared; one of them is called {@link Comparison#RANDOM}
 */
public record SyntheticComparison(
        EvaluationProtocol protocol,
        Map<String, Boolean> networks,
        long firstSeed,
        int seeds,
        int pool,
        List<Entrant> entrants) {
    /**
     * Images that are to be evaluated.
     *
     * @param name what the table calls them
     * @param seconds it took to make or choose them
     * @param ofSeed which they are; others for every seed where they are drawn
     */
    public record Entrant(String name, double seconds, LongFunction<Images> ofSeed) {}

    /**
     * Some images.
     *
     * @param identity says which they are
     * @param rate the learning rate that was learned with them; NaN for that of the protocol
     * @param epochs how often each is seen; 0 for as often as the protocol says
     */
    public record Images(LabelledImages images, String identity, double rate, int epochs) {
        /** Returns images that are trained on as the protocol says. */
        public static Images of(LabelledImages images, String identity) {
            return new Images(images, identity, Double.NaN, 0);
        }

        /** Returns these, trained on at another learning rate. */
        public Images rate(double learned) {
            return new Images(images, identity, learned, epochs);
        }

        /** Returns these, trained on for another number of epochs. */
        public Images epochs(int count) {
            return new Images(images, identity, rate, count);
        }
    }

    /** Checks the ranges. */
    public SyntheticComparison {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds must be at least 1, got " + seeds);
        }
    }

    /** Returns the trainings that the table takes; those of the first seed come first. */
    public List<SyntheticTrial> trials() {
        List<SyntheticTrial> trials = new ArrayList<>();
        for (int s = 0; s < seeds; s++) {
            for (Entrant entrant : entrants) {
                for (String network : networks.keySet()) {
                    trials.add(trial(network, entrant, s));
                }
            }
        }
        return trials;
    }

    /**
     * Returns the table: networks, in each the images.
     *
     * @param outcomes knows all {@link #trials}
     */
    public List<Row> rows(Function<SyntheticTrial, Outcome> outcomes) {
        List<Row> rows = new ArrayList<>();
        for (String network : networks.keySet()) {
            List<Outcome> random = outcomes(network, Comparison.RANDOM, outcomes);
            for (Entrant entrant : entrants) {
                rows.add(row(network, entrant, random, outcomes(network, entrant, outcomes)));
            }
        }
        return rows;
    }

    private Row row(String network, Entrant entrant, List<Outcome> random, List<Outcome> outcomes) {
        boolean compared = !random.isEmpty() && !entrant.name().equals(Comparison.RANDOM);
        Paired overRandom = compared ? Paired.of(outcomes, random, 1) : Paired.NONE;
        int size = entrant.ofSeed().apply(firstSeed).images().size();
        double accuracy = mean(outcomes, Outcome::accuracy);
        double squares = outcomes.stream()
                .mapToDouble(each -> Math.pow(each.accuracy() - accuracy, 2))
                .sum();
        return new Row(
                View.EPOCHS,
                network,
                entrant.name(),
                PruningKind.NONE,
                size,
                (double) size / pool,
                accuracy,
                Math.sqrt(squares / (seeds - 1)),
                overRandom.mean(),
                overRandom.interval(),
                mean(outcomes, Outcome::samplesSeen),
                mean(outcomes, Outcome::seconds),
                entrant.seconds(),
                Double.NaN);
    }

    /**
     * Returns what came of the trainings on some images, seed by seed; nothing when there are no such images.
     *
     * @param name what the table calls them
     * @param outcomes knows all {@link #trials}
     */
    public List<Outcome> outcomes(String network, String name, Function<SyntheticTrial, Outcome> outcomes) {
        return entrants.stream()
                .filter(entrant -> entrant.name().equals(name))
                .findFirst()
                .map(entrant -> outcomes(network, entrant, outcomes))
                .orElse(List.of());
    }

    private List<Outcome> outcomes(String network, Entrant entrant, Function<SyntheticTrial, Outcome> outcomes) {
        return IntStream.range(0, seeds)
                .mapToObj(s -> outcomes.apply(trial(network, entrant, s)))
                .toList();
    }

    private SyntheticTrial trial(String network, Entrant entrant, int s) {
        long seed = firstSeed + s;
        Images images = entrant.ofSeed().apply(seed);
        boolean byBatches = Objects.requireNonNull(networks.get(network), network);
        EvaluationProtocol how = protocol.but(images.rate(), images.epochs());
        return new SyntheticTrial(network, byBatches, entrant.name(), images.images(), images.identity(), how, seed);
    }

    private static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
        return outcomes.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
