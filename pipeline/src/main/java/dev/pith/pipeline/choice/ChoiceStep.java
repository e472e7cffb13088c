package dev.pith.pipeline.choice;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.TestImages;
import dev.pith.quantize.Classes;
import dev.pith.rule.Cut;
import dev.pith.rule.Evidence;
import dev.pith.run.Choices;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.selection.ClassRanking;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.NetworkTraining;
import dev.pith.torch.evaluate.TrialLog;
import dev.pith.torch.evaluate.Trials;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code choice}: which way to select is better than a random draw of the same class balance, if any is. Test
 * data have no part in it.
 *
 * <ol>
 *   <li>A share of the training samples of each class is held out.
 *   <li>A network like the one behind the features learns from the others and scores them.
 *   <li>Each method, and random, selects from the others as many samples of each class as the selection that is
 *       wanted will hold.
 *   <li>Two networks that have not looked are trained on each selection, and tested on what was held out; by more
 *       seeds than one on the best selections alone.
 *   <li>{@link Choice} says which is taken.
 * </ol>
 *
 * <p>Where the network that scores names more than {@value #NEARLY_ALL} of what is held out rightly, methods that cut
 * the hardest cut half as many.
 *
 * <p>Trainings are kept in {@value RunFiles#CHOICE_TRIALS}: a choice that was interrupted goes on after the last, to
 * the same end.
 */
public final class ChoiceStep {
    /** A network that names more of the held-out samples rightly has learnt nearly all there is. */
    private static final double NEARLY_ALL = 0.9;

    private static final String CUT = "cut";

    private final Session session;
    private final Session kept;
    private final Source source;
    private final ChoiceSettings settings;
    private final @Nullable HeldOut shared;

    /**
     * Prepares the step.
     *
     * @param source of images, with labels, that the run is about and has features of
     */
    public ChoiceStep(Session session, Source source, ChoiceSettings settings) {
        this(session, source, settings, session, null);
    }

    /**
     * Prepares a choice beside others of other sizes. Trainings are kept in the run, for all choices.
     *
     * @param kept where it is kept: a session on a run inside that of the session
     * @param shared what all are made by, of the seed of the settings; null for a choice of its own
     */
    public ChoiceStep(Session session, Source source, ChoiceSettings settings, Session kept, @Nullable HeldOut shared) {
        this.session = session;
        this.kept = kept;
        this.source = source;
        this.settings = settings;
        this.shared = shared;
    }

    /**
     * Returns the choice, made now or before.
     *
     * @throws PithException when the source holds no images or has no labels, or so many samples are wanted that none
     *     can be held out
     */
    public Choice perform() {
        ScoresStep.require(source);
        RunScores.require(session);
        Map<String, String> map = settings.toMap();
        map.put("features", Objects.toString(kind(), "own"));
        map.put("scores fingerprint", RunScores.fingerprint(session));
        kept.perform(Step.CHOICE, map, staging -> {
            staging.goesOn(); // from the trainings in the log
            Choice choice = choose(staging);
            ChoiceFile.write(staging.file(RunFiles.CHOICE), choice);
            staging.note("chosen", choice.chosen());
            choice.tried().stream()
                    .filter(tried -> tried.name().equals(choice.chosen()))
                    .forEach(tried -> staging.note(
                            "gain",
                            String.format(
                                    Locale.ROOT,
                                    "%+.2f +- %.2f points over random",
                                    100 * tried.gain(),
                                    100 * tried.standardError())));
        });
        return ChoiceFile.read(kept.run().file(RunFiles.CHOICE));
    }

    /** Returns the choice that a run holds, if any. */
    public static Optional<Choice> madeIn(Session session) {
        return session.run()
                .manifest()
                .step(Step.CHOICE)
                .map(done -> ChoiceFile.read(session.run().file(RunFiles.CHOICE)));
    }

    /** Returns how to rank all samples by what was chosen; a method that cuts does it as far as it was tried. */
    public RankingSettings ranking(Choice choice) {
        Optional<String> cut = kept.run().manifest().step(Step.CHOICE).stream()
                .flatMap(done -> Stream.ofNullable(done.facts().get(CUT)))
                .findFirst();
        return ranking(Choices.of(RankingMethod.class, choice.chosen()), settings.seed(), cut.map(Cut::parse));
    }

    private static RankingSettings ranking(RankingMethod method, long seed, Optional<Cut> cut) {
        RankingSettings usual = RankingSettings.of(method, seed);
        return usual.cut().isNone() || cut.isEmpty()
                ? usual
                : usual.toBuilder().cut(cut.get()).build();
    }

    private @Nullable FeatureKind kind() {
        return shared == null ? RunFeatures.settings(session).orElseThrow().choice() : shared.kind();
    }

    private Choice choose(Staging staging) {
        if (shared != null) {
            return choose(staging, shared);
        }
        try (HeldOut own = new HeldOut(session, source, kind(), settings.seed())) {
            return choose(staging, own);
        }
    }

    private Choice choose(Staging staging, HeldOut by) {
        HeldOut.Parts parts = by.parts();
        int total = parts.all().total();
        int wanted = settings.budget().of(total);
        if (parts.heldOut().length == 0 || wanted >= parts.remaining().total()) {
            throw new PithException(source.name() + ": to choose how to select " + wanted + " of " + total
                    + " samples, " + parts.heldOut().length + " are held out, which leaves too few to select from; name"
                    + " a `method`, or keep fewer");
        }
        InputShape shape = parts.images().shape();
        Conditions conditions = Conditions.builder()
                .networks(settings.networks(shape))
                .firstSeed(settings.seed())
                .seeds(settings.seeds())
                .steps(settings.steps())
                .build()
                .networks(name -> session.fullName(name, shape));
        Look look = by.look();
        staging.note("named rightly", String.format(Locale.ROOT, "%.1f %% of what is held out", 100 * look.accuracy()));
        Optional<Cut> cut = Optional.empty();
        if (look.accuracy() > NEARLY_ALL) {
            cut = Optional.of(Cut.half((double) wanted / parts.remaining().total()));
            staging.note(CUT, Cut.half((double) wanted / total).toString());
        }
        List<Candidate> candidates = candidates(parts.images(), look, cut, parts.remaining(), wanted);
        return choose(parts, candidates, conditions);
    }

    private Choice choose(HeldOut.Parts parts, List<Candidate> candidates, Conditions conditions) {
        ImageSet images = parts.images();
        int[] heldOut = parts.heldOut();
        Comparison comparison = new Comparison(conditions, images.labels(), parts.pool(), candidates);
        String identity = TestImages.identity(source, source, images) + " held out "
                + Fingerprint.ofText(Arrays.toString(heldOut));
        NetworkTraining training = NetworkTraining.testedOn(images, heldOut);
        try (TrialLog log = TrialLog.open(session.run().file(RunFiles.CHOICE_TRIALS), identity)) {
            return comparison.choose(
                    trials -> {
                        try (TaskProgress progress = session.progress("choosing a method")) {
                            Trials.perform(trials, log, training, session.threads(), progress);
                        }
                    },
                    trial -> log.find(trial).orElseThrow());
        }
    }

    /** Returns what each method selects of what remains, another draw for every seed where it draws. */
    private List<Candidate> candidates(ImageSet images, Look look, Optional<Cut> cut, Classes remaining, int wanted) {
        double classes = remaining.count();
        try (Features features = look.features(session)) {
            Evidence evidence = Evidence.of(features)
                    .withScores(look.scores())
                    .withLabels(Arrays.stream(images.labels()).asLongStream().toArray());
            List<Candidate> candidates = new ArrayList<>();
            for (RankingMethod method : settings.methods(wanted / classes, remaining.total() / classes)) {
                candidates.add(candidate(method, evidence, cut, remaining, wanted));
            }
            return candidates;
        }
    }

    private Candidate candidate(
            RankingMethod method, Evidence evidence, Optional<Cut> cut, Classes remaining, int wanted) {
        List<int[]> draws = new ArrayList<>();
        for (int s = 0; s < (method.draws() ? settings.seeds() : 1); s++) {
            RankingSettings ranking = ranking(method, settings.seed() + s, cut);
            try (TaskProgress progress = session.progress("ranking by " + method)) {
                draws.add(new ClassRanking(ranking, session.threads(), session.memory())
                        .rank(evidence, remaining, wanted, progress)
                        .ids());
            }
        }
        return new Candidate(method.toString(), draws, 1, 0, null);
    }
}
