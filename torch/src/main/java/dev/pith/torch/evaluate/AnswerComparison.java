package dev.pith.torch.evaluate;

import dev.pith.prune.PruningKind;
import dev.pith.random.Priority;
import dev.pith.torch.train.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of selections of records by what a language model learns of them, beside random records and beside
 * all. Every record is seen as often. Random records are drawn anew for every seed: in the view {@link View#RECORDS} as
 * many, in the view {@link View#TOKENS} the first of a random order whose tokens come nearest to those of the
 * selection, since long records teach more and cost more.
 */
public final class AnswerComparison {
    private final String model;
    private final LongFunction<Recipe> recipe;
    private final long firstSeed;
    private final int seeds;
    private final int[] pool;
    private final int[] tokens;
    private final List<Entrant> entrants = new ArrayList<>();

    /** What a row is about: for random records, others for every seed. */
    private record Entrant(
            View view, String name, double selectionSeconds, IntFunction<int[]> ids, @Nullable Entrant random) {}

    /**
     * Sets a comparison up.
     *
     * @param model its name
     * @param recipe how is trained, by seed
     * @param pool all ids that can be trained on, ascending; not copied
     * @param tokens how many every id has
     * @param candidates in the order of the table, where those of fewer records come first; one called {@link
     *     Comparison#RANDOM} only says of how many records a random draw is wanted
     */
    public AnswerComparison(
            String model,
            LongFunction<Recipe> recipe,
            long firstSeed,
            int seeds,
            int[] pool,
            int[] tokens,
            List<Candidate> candidates) {
        this.model = model;
        this.recipe = recipe;
        this.firstSeed = firstSeed;
        this.seeds = seeds;
        this.pool = pool;
        this.tokens = tokens;
        List<Candidate> bySize = new ArrayList<>(candidates);
        bySize.sort(Comparator.comparingInt(Candidate::size));
        addEqualRecords(bySize);
        addEqualTokens(bySize);
    }

    private void addEqualRecords(List<Candidate> bySize) {
        Set<Integer> sizes = new HashSet<>();
        Entrant random = null;
        for (Candidate candidate : bySize) {
            int size = candidate.size();
            if (random == null || sizes.add(size)) {
                sizes.add(size);
                random = new Entrant(
                        View.RECORDS, Comparison.RANDOM, 0, s -> sorted(Arrays.copyOf(order(s), size)), null);
                entrants.add(random);
            }
            if (!candidate.name().equals(Comparison.RANDOM)) {
                entrants.add(new Entrant(View.RECORDS, candidate.name(), candidate.seconds(), candidate::ids, random));
            }
        }
        entrants.add(new Entrant(View.RECORDS, Comparison.ALL, 0, s -> pool, null));
    }

    private void addEqualTokens(List<Candidate> bySize) {
        for (Candidate candidate : bySize) {
            if (!candidate.name().equals(Comparison.RANDOM)) {
                Entrant random = new Entrant(
                        View.TOKENS,
                        Comparison.RANDOM + " like " + candidate.name(),
                        0,
                        s -> withTokens(order(s), tokens(candidate.ids(s))),
                        null);
                entrants.add(random);
                entrants.add(new Entrant(View.TOKENS, candidate.name(), candidate.seconds(), candidate::ids, random));
            }
        }
        entrants.add(new Entrant(View.TOKENS, Comparison.ALL, 0, s -> pool, null));
    }

    private int[] order(int s) {
        return Priority.shuffled(pool, firstSeed + s);
    }

    private static int[] sorted(int[] ids) {
        Arrays.sort(ids);
        return ids;
    }

    /** Returns the first ids, one at least, whose tokens come nearest to a number. */
    private int[] withTokens(int[] order, long wanted) {
        int count = 0;
        long sum = 0;
        while (count < order.length && (count == 0 || sum < wanted)) {
            sum += tokens[order[count++]];
        }
        int last = tokens[order[count - 1]];
        boolean nearerWithout = count > 1 && wanted - (sum - last) < sum - wanted;
        return sorted(Arrays.copyOf(order, nearerWithout ? count - 1 : count));
    }

    private long tokens(int... ids) {
        return Arrays.stream(ids).mapToLong(id -> tokens[id]).sum();
    }

    /** Returns the trainings that the table takes, some perhaps more than once; those of the first seed come first. */
    public List<AnswerTrial> trials() {
        return IntStream.range(0, seeds)
                .boxed()
                .flatMap(s -> entrants.stream().map(entrant -> trial(entrant, s)))
                .toList();
    }

    private AnswerTrial trial(Entrant entrant, int s) {
        int[] ids = entrant.ids().apply(s);
        return new AnswerTrial(model, ids, tokens(ids), recipe.apply(firstSeed + s));
    }

    /**
     * Returns the table: tests, in each the views, in each the selections.
     *
     * @param outcomes knows all {@link #trials}
     * @param further names of the tests after the first, which stand beside the model's
     */
    public List<Row> rows(Function<AnswerTrial, Outcome> outcomes, List<String> further) {
        return IntStream.rangeClosed(0, further.size())
                .boxed()
                .flatMap(test -> {
                    String network = test == 0 ? model : model + " on " + further.get(test - 1);
                    return entrants.stream()
                            .map(entrant -> row(entrant, network, trial -> outcomes.apply(trial)
                                    .on(test)));
                })
                .toList();
    }

    private Row row(Entrant entrant, String network, Function<AnswerTrial, Outcome> outcomes) {
        List<Outcome> trained = outcomes(entrant, outcomes);
        List<Outcome> ofAll = outcomes(entrants.get(entrants.size() - 1), outcomes);
        Entrant random = entrant.random();
        Paired overRandom = random == null ? Paired.NONE : Paired.of(trained, outcomes(random, outcomes), 1);
        double size = IntStream.range(0, seeds)
                .map(s -> entrant.ids().apply(s).length)
                .average()
                .orElse(0);
        return new Row(
                entrant.view(),
                network,
                entrant.name(),
                PruningKind.NONE,
                (int) Math.round(size),
                size / pool.length,
                Comparison.mean(trained, Outcome::accuracy),
                Math.sqrt(Comparison.variance(trained, Outcome::accuracy)),
                overRandom.mean(),
                overRandom.interval(),
                Comparison.mean(trained, Outcome::samplesSeen),
                Comparison.mean(trained, Outcome::seconds),
                entrant.selectionSeconds(),
                Comparison.paidOffAfter(entrant.selectionSeconds(), ofAll, trained));
    }

    private List<Outcome> outcomes(Entrant entrant, Function<AnswerTrial, Outcome> outcomes) {
        return IntStream.range(0, seeds)
                .mapToObj(s -> outcomes.apply(trial(entrant, s)))
                .toList();
    }
}
