package dev.pith.pipeline.choice;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Source;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.FeatureImages;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.Holdout;
import dev.pith.pipeline.train.TestImages;
import dev.pith.quantize.Classes;
import dev.pith.rule.Evidence;
import dev.pith.run.Step;
import dev.pith.score.ScoreTable;
import dev.pith.selection.ClassRanking;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.NetworkTraining;
import dev.pith.torch.evaluate.SelectionTrial;
import dev.pith.torch.evaluate.TrialLog;
import dev.pith.torch.evaluate.Trials;
import dev.pith.torch.feature.FeatureNetwork;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.feature.NetworkFeatures;
import dev.pith.torch.feature.ScoreTraining;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The step {@code choice}: which way to select is better than a random draw of the same class balance, if any is. Test
 * data have no part in it.
 *
 * <ol>
 *   <li>A share of the training samples of each class is held out.
 *   <li>A network like the one behind the features learns from the others and scores them.
 *   <li>Each method, and random, selects from the others as many samples of each class as the selection that is
 *       wanted will hold.
 *   <li>Two networks that have not looked are trained on each selection, and tested on what was held out.
 *   <li>{@link Choice} says which is taken.
 * </ol>
 *
 * <p>Trainings are kept in {@value RunFiles#CHOICE_TRIALS}: a choice that was interrupted goes on after the last, to
 * the same end.
 */
public final class ChoiceStep {
    private final Session session;
    private final Session kept;
    private final Source source;
    private final ChoiceSettings settings;

    /**
     * Prepares the step.
     *
     * @param source of images, with labels, that the run is about and has features of
     */
    public ChoiceStep(Session session, Source source, ChoiceSettings settings) {
        this(session, source, settings, session);
    }

    /**
     * Prepares a choice beside others.
     *
     * @param kept where it is kept: the session, or one of a run inside that run. Trainings are kept in the run, for
     *     all choices
     */
    public ChoiceStep(Session session, Source source, ChoiceSettings settings, Session kept) {
        this.session = session;
        this.kept = kept;
        this.source = source;
        this.settings = settings;
    }

    /**
     * Returns the choice, made now or before.
     *
     * @throws PithException when the source holds no images or has no labels, or so many samples are wanted that none
     *     can be held out
     */
    public Choice perform() {
        ScoresStep.require(source);
        ScoreSettings scores = RunScores.require(session);
        Map<String, String> map = settings.toMap();
        map.put("scores fingerprint", RunScores.fingerprint(session));
        kept.perform(Step.CHOICE, map, staging -> {
            staging.goesOn(); // from the trainings in the log
            Choice choice = choose(scores);
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

    private Choice choose(ScoreSettings scores) throws IOException {
        FeatureSettings network = ScoresStep.networkOf(
                session,
                FeatureSettings.builder(FeatureSettings.DEFAULT_KIND)
                        .seed(settings.seed())
                        .onError(skips() ? OnError.SKIP : OnError.FAIL)
                        .build());
        ImageSet images = new FeatureImages(session, source, network)
                .open(ImageOptions.DEFAULT.sides(FeatureTraining.LEAST_SIDE, network.mostSide()));
        BitSet out = RunSamples.unusable(session);
        images.unreadable().forEach(image -> out.set(image.id()));
        long[] labels = Arrays.stream(images.labels()).asLongStream().toArray();
        Classes all = Classes.byLabel(labels, out);
        int[] usable =
                IntStream.range(0, images.size()).filter(id -> !out.get(id)).toArray();
        int count = (int) Math.round(ChoiceSettings.HELD_OUT * usable.length);
        int[] heldOut = Arrays.stream(
                        Holdout.draw(source, count, usable, settings.seed()).ids())
                .filter(id -> !out.get(id))
                .toArray();
        Arrays.stream(heldOut).forEach(out::set);
        Classes remaining = Classes.byLabel(labels, out);
        int wanted = settings.budget().of(all.total());
        if (heldOut.length == 0 || wanted >= remaining.total()) {
            throw new PithException(source.name() + ": to choose how to select " + wanted + " of " + all.total()
                    + " samples, " + count + " are held out, which leaves too few to select from; name a `method`, or"
                    + " keep fewer");
        }
        Conditions conditions = Conditions.builder()
                .networks(settings.networks(images.shape()))
                .firstSeed(settings.seed())
                .seeds(settings.seeds())
                .steps(settings.steps())
                .build()
                .networks(name -> session.fullName(name, images.shape()));
        String name = session.fullName(
                Objects.requireNonNullElse(network.network(), FeatureTraining.NETWORK), images.shape());
        int[] pool = Arrays.stream(usable).filter(id -> !out.get(id)).toArray();
        return choose(images, heldOut, pool, candidates(images, name, scores, remaining, pool, wanted), conditions);
    }

    private boolean skips() {
        return session.run()
                .manifest()
                .step(Step.FEATURES)
                .map(done -> OnError.SKIP.toString().equals(done.configuration().get("on-error")))
                .orElse(false);
    }

    private Choice choose(
            ImageSet images, int[] heldOut, int[] pool, List<Candidate> candidates, Conditions conditions) {
        Comparison comparison = new Comparison(conditions, images.labels(), pool, candidates);
        String identity = TestImages.identity(source, source, images) + " held out "
                + Fingerprint.ofText(Arrays.toString(heldOut));
        try (TrialLog log = TrialLog.open(session.run().file(RunFiles.CHOICE_TRIALS), identity);
                TaskProgress progress = session.progress("choosing a method")) {
            List<SelectionTrial> trials = comparison.choosingTrials();
            Trials.perform(trials, log, NetworkTraining.testedOn(images, heldOut), session.threads(), progress);
            return comparison.choose(trial -> log.find(trial).orElseThrow());
        }
    }

    /** Returns what each method selects of what is left, another draw for every seed where it draws. */
    private List<Candidate> candidates(
            ImageSet images, String name, ScoreSettings scores, Classes remaining, int[] pool, int wanted)
            throws IOException {
        double classes = remaining.count();
        List<RankingMethod> methods = settings.methods(wanted / classes, remaining.total() / classes);
        Path network = Files.createTempFile("pith-choice", ".safetensors");
        Path embeddings = Files.createTempFile("pith-choice", ".npy");
        try {
            ScoreTable table = look(images, name, scores, pool, network, embeddings);
            try (Features features = new DenseFeatures(Npy.mapFloats(embeddings), session.threads())) {
                Evidence evidence = Evidence.of(features)
                        .withScores(table)
                        .withLabels(
                                Arrays.stream(images.labels()).asLongStream().toArray());
                List<Candidate> candidates = new ArrayList<>();
                for (RankingMethod method : methods) {
                    candidates.add(candidate(method, evidence, remaining, wanted));
                }
                return candidates;
            }
        } finally {
            Files.deleteIfExists(network);
            Files.deleteIfExists(embeddings);
        }
    }

    private Candidate candidate(RankingMethod method, Evidence evidence, Classes remaining, int wanted) {
        List<int[]> draws = new ArrayList<>();
        for (int s = 0; s < (method.draws() ? settings.seeds() : 1); s++) {
            RankingSettings ranking = RankingSettings.of(method, settings.seed() + s);
            try (TaskProgress progress = session.progress("ranking by " + method)) {
                draws.add(new ClassRanking(ranking, session.threads(), session.memory())
                        .rank(evidence, remaining, wanted, progress)
                        .ids());
            }
        }
        return new Candidate(method.toString(), draws, 1, 0, null);
    }

    /** Trains a network on a pool as the run's was, writes what it makes of the images, and returns their scores. */
    private ScoreTable look(
            ImageSet images, String name, ScoreSettings scores, int[] pool, Path network, Path embeddings) {
        ScoreTable table;
        try (TaskProgress progress = session.progress("training " + name + " on what is not held out")) {
            table = new ScoreTraining(name, images, pool, scores.epochs(), settings.seed(), session.threads(), progress)
                    .train(scores.scorers(), scores.unseen(), network)
                    .scores();
        }
        try (FeatureNetwork trained = FeatureNetwork.open(network, null, options -> images, session::note);
                TaskProgress progress = session.progress("looking at images")) {
            new NetworkFeatures(trained.network(), images, session.threads(), progress).embeddings(embeddings);
        }
        return table;
    }
}
