package dev.pith.pipeline.language;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.RecordSource;
import dev.pith.pipeline.choice.ChoiceSettings;
import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.pipeline.evaluate.MadeChoice;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.evaluate.SweptSelections;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingMethod;
import dev.pith.torch.evaluate.AnswerTraining;
import dev.pith.torch.evaluate.AnswerTrial;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.Outcome;
import dev.pith.torch.evaluate.TrialLog;
import dev.pith.torch.evaluate.Trials;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which way to select records is better than a random draw of as many, if any is: {@code auto} of records. A part of
 * the pool is held out, each way selects from the rest, the model learns each selection, and its loss on what is held
 * out decides, as {@link Choice} says. The tests of the evaluation have no part in it.
 */
final class RecordChoice {
    /** Keeps the draw of what is held out apart from others by the same seed. */
    private static final long SALT = 0x63686f696365L;

    private final Session session;
    private final RecordSource source;
    private final AnswerSettings settings;
    private final AnswerTraining training;
    private final String identity;
    private final Sweep sweep;
    private final int[] pool;
    private final int[] heldOut;
    private final int[] rest;
    private final List<MadeChoice> made = new ArrayList<>();

    /**
     * Prepares choices of all sizes.
     *
     * @param sweep whose sizes and bins are taken, and in whose place ways are tried
     * @param pool ids that can be selected, ascending
     * @param training of the evaluation, whose records are the pool's
     * @param identity of the evaluation's trainings
     */
    RecordChoice(
            Session session,
            RecordSource source,
            AnswerSettings settings,
            Sweep sweep,
            int[] pool,
            AnswerTraining training,
            String identity) {
        this.session = session;
        this.source = source;
        this.settings = settings;
        this.sweep = sweep;
        this.pool = pool;
        int count = Math.toIntExact(Math.round(ChoiceSettings.HELD_OUT * pool.length));
        heldOut = RecordIds.drawn(pool, count, settings.seed() ^ SALT);
        rest = RecordIds.without(pool, heldOut);
        this.training = training.testedOn(heldOut);
        this.identity = identity + " held out " + Fingerprint.ofText(Arrays.toString(heldOut));
    }

    /** Returns what is tried beside random records. */
    private List<EvaluatedMethod> tried() {
        List<EvaluatedMethod> tried = new ArrayList<>(List.of(
                EvaluatedMethod.LONGEST,
                EvaluatedMethod.LENGTH_COVERAGE,
                EvaluatedMethod.of(RankingMethod.FACILITY_LOCATION),
                EvaluatedMethod.DQ));
        if (session.run().manifest().step(Step.SCORES).isPresent()) {
            tried.add(EvaluatedMethod.DIFFICULTY);
        }
        return tried;
    }

    /** Returns what was chosen, in the order of sizes. */
    List<MadeChoice> made() {
        return List.copyOf(made);
    }

    /**
     * Returns what the way selects from the whole pool that did best for so many.
     *
     * @throws PithException when too few are left to select from
     */
    Candidate choose(Budget keep) {
        int wanted = keep.of(pool.length);
        if (heldOut.length == 0 || wanted >= rest.length) {
            throw new PithException(source.name() + ": to choose how to select " + wanted + " of " + pool.length
                    + " records, " + heldOut.length + " are held out, which leaves too few to select from; keep fewer,"
                    + " or leave auto out");
        }
        long started = System.nanoTime();
        Map<String, EvaluatedMethod> ways = new LinkedHashMap<>();
        List<Candidate> candidates = new ArrayList<>();
        for (EvaluatedMethod method : tried()) {
            Candidate candidate = candidate(method, Budget.parse(Integer.toString(wanted)), ChoiceSettings.SEEDS, rest);
            ways.put(candidate.name(), method);
            candidates.add(candidate);
        }
        MadeChoice choice = choose(candidates, wanted, (System.nanoTime() - started) / 1e9);
        made.add(choice);
        EvaluatedMethod chosen = ways.getOrDefault(choice.choice().chosen(), EvaluatedMethod.RANDOM);
        Candidate all = candidate(chosen, keep, settings.seeds(), pool);
        double looked = Stream.concat(Stream.of(all), candidates.stream()) // features, and scores, are made once
                .mapToDouble(Candidate::seconds)
                .max()
                .orElseThrow();
        return new Candidate(
                EvaluatedMethod.AUTO.toString(), all.draws(), all.selectors(), looked + choice.seconds(), null);
    }

    private Candidate candidate(EvaluatedMethod method, Budget keep, int seeds, int... from) {
        Sweep one = new Sweep(null, List.of(method), sweep.bins().subList(0, 1), List.of(keep), 1, sweep.seed());
        return new SweptSelections(one, source, seeds)
                .ofRecords(session, RecordIds.allBut(source.size(), from))
                .get(0);
    }

    /** Chooses; selecting took so many seconds, and every training took what it did when it was done. */
    private MadeChoice choose(List<Candidate> candidates, int wanted, double selecting) {
        List<String> names = candidates.stream().map(Candidate::name).toList();
        try (TrialLog log = TrialLog.open(session.run().file(RunFiles.TRIALS), identity)) {
            Choice.Accuracies less = (name, network, seed) -> -log.find(trial(candidates, name, seed, wanted))
                    .map(Outcome::accuracy)
                    .orElseThrow(); // the larger, the better
            List<String> networks = List.of(settings.model());
            List<AnswerTrial> trials = trials(candidates, names, wanted, IntStream.of(0));
            train(log, trials);
            List<AnswerTrial> finals = trials(
                    candidates,
                    Choice.finalists(names, networks, less),
                    wanted,
                    IntStream.range(1, ChoiceSettings.SEEDS));
            train(log, finals);
            double seconds = Stream.of(trials, finals)
                    .flatMap(List::stream)
                    .mapToDouble(trial -> log.find(trial).orElseThrow().seconds())
                    .sum();
            int threads = session.threads().count();
            return MadeChoice.ofRecords(
                    wanted, Choice.of(names, networks, ChoiceSettings.SEEDS, less), selecting + seconds / threads);
        }
    }

    private List<AnswerTrial> trials(List<Candidate> candidates, List<String> names, int wanted, IntStream seeds) {
        List<String> all = new ArrayList<>(List.of(Comparison.RANDOM));
        all.addAll(names);
        return seeds.boxed()
                .flatMap(s -> all.stream().map(name -> trial(candidates, name, s, wanted)))
                .toList();
    }

    private void train(TrialLog log, List<AnswerTrial> trials) {
        try (TaskProgress progress = session.progress("choosing a method")) {
            Trials.perform(trials, log, training, session.threads(), progress);
        }
    }

    private AnswerTrial trial(List<Candidate> candidates, String name, int s, int wanted) {
        int[] ids = candidates.stream()
                .filter(candidate -> candidate.name().equals(name))
                .map(candidate -> candidate.ids(s))
                .findFirst()
                .orElseGet(() -> RecordIds.drawn(rest, wanted, settings.seed() + s));
        long tokens = Arrays.stream(ids).mapToLong(training::tokens).sum();
        return new AnswerTrial(settings.model(), ids, tokens, settings.recipe(settings.seed() + s));
    }
}
