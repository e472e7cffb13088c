package dev.pith.torch.evaluate;

import dev.pith.prune.PruningKind;
import dev.pith.sample.MatchedDraw;
import dev.pith.torch.train.Recipe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation of selections beside random ones of the same size and class balance, and beside all samples: which
 * trainings it takes, and the table of their outcomes. Every seed is a new training, and a new draw of random samples.
 */
public final class Comparison {
    /** What rows of all samples are called. */
    public static final String ALL = "all";

    /** What rows of random samples are called. */
    public static final String RANDOM = "random";

    /** What follows the name in rows of what was trained on a teacher's word in place of labels. */
    public static final String SOFT = " + soft labels";

    private final Conditions conditions;
    private final @Nullable Teacher teacher;
    private final int[] pool;
    private final int[] labels;
    private final List<Entrant> entrants = new ArrayList<>();

    /**
     * What a row is about: for random samples, others for every seed; for a selection, with those it is compared with,
     * and with its weights if it has any.
     */
    private record Entrant(
            String name,
            int size,
            double selectionSeconds,
            IntFunction<int[]> ids,
            int selectors,
            @Nullable Entrant random,
            @Nullable String rebuilt,
            @Nullable Candidate weighted) {}

    /** How a set is trained on: with samples spared, or on a teacher's word. */
    private record Way(PruningKind pruning, @Nullable Teacher teacher) {
        private static final Way USUAL = new Way(PruningKind.NONE, null);
    }

    /**
     * Sets a comparison up.
     *
     * @param labels the label of every id
     * @param pool all ids that can be trained on, ascending; not copied
     * @param candidates in the order of the table, where those of fewer samples come first; one called {@link #RANDOM}
     *     only says of how many samples a random draw is wanted
     */
    public Comparison(Conditions conditions, int[] labels, int[] pool, List<Candidate> candidates) {
        this(conditions, labels, pool, candidates, null);
    }

    /**
     * Sets a comparison up likewise.
     *
     * @param teacher whose word everything, random samples too, is trained on once more in place of labels, but for
     *     rebuilt images, which it has not seen; or null
     */
    public Comparison(
            Conditions conditions, int[] labels, int[] pool, List<Candidate> candidates, @Nullable Teacher teacher) {
        this.teacher = teacher;
        this.conditions = conditions;
        this.labels = labels;
        this.pool = pool;
        Map<String, Entrant> randoms = new HashMap<>(); // by class balance
        Set<Integer> sizes = new HashSet<>();
        List<Candidate> bySize = new ArrayList<>(candidates);
        bySize.sort(Comparator.comparingInt(Candidate::size));
        for (Candidate candidate : bySize) {
            Entrant random = randoms.computeIfAbsent(balance(candidate), counts -> {
                String name = sizes.add(candidate.size()) ? RANDOM : RANDOM + " like " + candidate.name();
                IntFunction<int[]> draw =
                        s -> MatchedDraw.of(candidate.ids(s), labels, pool, conditions.firstSeed() + s);
                Entrant drawn = new Entrant(name, candidate.size(), 0, draw, 1, null, null, null);
                entrants.add(drawn);
                return drawn;
            });
            if (!candidate.name().equals(RANDOM)) {
                entrants.add(new Entrant(
                        candidate.name(),
                        candidate.size(),
                        candidate.seconds(),
                        candidate::ids,
                        candidate.selectors(),
                        random,
                        candidate.rebuilt(),
                        candidate.weights() == null ? null : candidate));
            }
        }
        entrants.add(new Entrant(ALL, pool.length, 0, s -> pool, 1, null, null, null));
    }

    /** Returns the samples of each class in what each seed is trained on. */
    private String balance(Candidate candidate) {
        return IntStream.range(0, conditions.seeds())
                .mapToObj(s -> balance(candidate.ids(s)))
                .collect(Collectors.joining());
    }

    private String balance(int[] ids) {
        int[] counts =
                new int[1 + Arrays.stream(ids).map(id -> labels[id]).max().orElse(0)];
        for (int id : ids) {
            counts[labels[id]]++;
        }
        return Arrays.toString(counts);
    }

    /** Returns the trainings that the table takes, some perhaps more than once; those of the first seed come first. */
    public List<SelectionTrial> trials() {
        List<SelectionTrial> trials = new ArrayList<>();
        for (int s = 0; s < conditions.seeds(); s++) {
            for (View view : views()) {
                for (Entrant entrant : entrants) {
                    for (String network : conditions.networks()) {
                        for (Way way : ways(view, entrant)) {
                            trials.add(trial(view, network, entrant, way, s));
                        }
                    }
                }
            }
        }
        return trials;
    }

    /**
     * Chooses between the candidates and random samples, by trainings of the first view. All are trained on by the
     * first seed; by the others random samples and the {@value Choice#FINALISTS} that did best.
     *
     * @param training does trainings that are not done, and is called twice
     * @param outcomes knows all that were
     */
    public Choice choose(Consumer<List<SelectionTrial>> training, Function<SelectionTrial, Outcome> outcomes) {
        View view = views().get(0);
        Map<String, Entrant> byName = new LinkedHashMap<>();
        entrants.forEach(entrant -> byName.put(entrant.name(), entrant));
        List<String> names = entrants.stream()
                .filter(entrant -> entrant.random() != null)
                .map(Entrant::name)
                .toList();
        Choice.Accuracies accuracies = (name, network, s) -> {
            Entrant entrant = Objects.requireNonNull(byName.get(name), name);
            return outcomes.apply(trial(view, network, entrant, Way.USUAL, s)).accuracy();
        };
        training.accept(choosingTrials(names, 0, 1));
        List<String> finalists = Choice.finalists(names, conditions.networks(), accuracies);
        training.accept(choosingTrials(finalists, 1, conditions.seeds()));
        return Choice.of(names, conditions.networks(), conditions.seeds(), accuracies);
    }

    /** Returns the trainings on what is called so, and on random samples, by some of the seeds. */
    private List<SelectionTrial> choosingTrials(List<String> names, int from, int to) {
        List<SelectionTrial> trials = new ArrayList<>();
        for (int s = from; s < to; s++) {
            for (Entrant entrant : entrants) {
                if (entrant.name().equals(RANDOM) || names.contains(entrant.name())) {
                    for (String network : conditions.networks()) {
                        trials.add(trial(views().get(0), network, entrant, Way.USUAL, s));
                    }
                }
            }
        }
        return trials;
    }

    /**
     * Returns the table: views, in each the networks, in each the selections.
     *
     * @param outcomes knows all {@link #trials}
     */
    public List<Row> rows(Function<SelectionTrial, Outcome> outcomes) {
        List<Row> rows = new ArrayList<>();
        for (View view : views()) {
            for (String network : conditions.networks()) {
                for (Entrant entrant : entrants) {
                    for (Way way : ways(view, entrant)) {
                        rows.add(row(new Setting(view, network, outcomes), entrant, way));
                    }
                }
            }
        }
        return rows;
    }

    /** What rows that are compared have in common. */
    private record Setting(View view, String network, Function<SelectionTrial, Outcome> outcomes) {}

    private List<Way> ways(View view, Entrant entrant) {
        List<Way> ways = new ArrayList<>();
        conditions.prunings(view).forEach(pruning -> ways.add(new Way(pruning, null)));
        if (teacher != null && entrant.rebuilt() == null) {
            ways.add(new Way(PruningKind.NONE, teacher));
        }
        return ways;
    }

    private Row row(Setting setting, Entrant entrant, Way way) {
        List<Outcome> seeds = outcomes(setting, entrant, way);
        double accuracy = mean(seeds, Outcome::accuracy);
        Paired overRandom = overRandom(setting, entrant, way, seeds);
        List<Outcome> ofAll = outcomes(setting, entrants.get(entrants.size() - 1), Way.USUAL);
        // a network that selects is trained once, even if it teaches, too
        double spent = Math.max(
                entrant.selectionSeconds(),
                way.teacher() == null ? 0 : way.teacher().seconds());
        return new Row(
                setting.view(),
                setting.network(),
                way.teacher() == null ? entrant.name() : entrant.name() + SOFT,
                way.pruning(),
                entrant.size(),
                (double) entrant.size() / pool.length,
                accuracy,
                Math.sqrt(variance(seeds, Outcome::accuracy)),
                overRandom.mean(),
                overRandom.interval(),
                mean(seeds, Outcome::samplesSeen),
                mean(seeds, Outcome::seconds),
                spent,
                paidOffAfter(spent, ofAll, seeds));
    }

    private Paired overRandom(Setting setting, Entrant entrant, Way way, List<Outcome> seeds) {
        if (entrant.random() == null) {
            return Paired.NONE;
        }
        return Paired.of(seeds, outcomes(setting, entrant.random(), way), entrant.selectors());
    }

    static double paidOffAfter(double spent, List<Outcome> all, List<Outcome> selected) {
        if (spent == 0) {
            return Double.NaN;
        }
        double spared = mean(all, Outcome::seconds) - mean(selected, Outcome::seconds);
        double error = Math.sqrt((variance(all, Outcome::seconds) + variance(selected, Outcome::seconds)) / all.size());
        boolean nothing = spared <= 0 || spared < 2 * error; // NaN with one seed, which then is believed
        return nothing ? Double.POSITIVE_INFINITY : Math.ceil(spent / spared);
    }

    /** Returns the variance of the sample of seeds, NaN for one. */
    static double variance(List<Outcome> seeds, ToDoubleFunction<Outcome> value) {
        double mean = mean(seeds, value);
        return seeds.stream()
                        .mapToDouble(seed -> Math.pow(value.applyAsDouble(seed) - mean, 2))
                        .sum()
                / (seeds.size() - 1);
    }

    private List<Outcome> outcomes(Setting setting, Entrant entrant, Way way) {
        return IntStream.range(0, conditions.seeds())
                .mapToObj(s -> setting.outcomes().apply(trial(setting.view(), setting.network(), entrant, way, s)))
                .toList();
    }

    private SelectionTrial trial(View view, String network, Entrant entrant, Way way, int s) {
        long seed = conditions.firstSeed() + s;
        Recipe recipe = conditions.recipe(view, entrant.size(), pool.length, seed);
        Candidate weighted = entrant.weighted();
        return new SelectionTrial(
                network,
                entrant.ids().apply(s),
                recipe,
                way.pruning(),
                conditions.spare(),
                entrant.rebuilt(),
                weighted == null ? null : weighted.weights(s),
                way.teacher() == null ? null : way.teacher().identity());
    }

    private List<View> views() {
        return Arrays.stream(View.values())
                .filter(conditions.lengths()::containsKey)
                .toList();
    }

    static double mean(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
        return outcomes.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
