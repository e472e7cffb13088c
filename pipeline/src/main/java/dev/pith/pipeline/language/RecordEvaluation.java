package dev.pith.pipeline.language;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.evaluate.Evaluated;
import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.evaluate.SweptSelections;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.feature.TextSettings;
import dev.pith.pipeline.finetune.FinetuneRecords;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.finetune.FinetuneStart;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Step;
import dev.pith.run.WriteFailure;
import dev.pith.torch.evaluate.AnswerComparison;
import dev.pith.torch.evaluate.AnswerTraining;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.TrialLog;
import dev.pith.torch.evaluate.Trials;
import dev.pith.torch.language.TokenRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What selections of records are worth to a language model: the step {@code evaluate} of texts. The model learns the
 * answers of each selection, of random records, as many and as long, and of everything; what is measured is its loss on
 * the answers of held-out records, the mean over records. Trainings are kept in {@value RunFiles#TRIALS} as they end.
 *
 * <pre>{@code
 * try (Session session = Session.open(run, Messages.NONE);
 *         Source source = session.open(SourceReference.of("alpaca.json"))) {
 *     Sweep methods = Sweep.of(List.of(EvaluatedMethod.LONGEST), 0);
 *     new RecordEvaluation(methods, AnswerSettings.of("llama-shape", 0)).perform(session, (RecordSource) source);
 * }
 * }</pre>
 */
public final class RecordEvaluation {
    /** Keeps the draw of what is held out apart from others by the same seed. */
    private static final long SALT = 0x68656c64206f7574L;

    private final Sweep sweep;
    private final AnswerSettings settings;
    private @Nullable String test;
    private boolean besides;

    /**
     * Prepares an evaluation.
     *
     * @throws IllegalArgumentException when a method is for images
     */
    public RecordEvaluation(Sweep sweep, AnswerSettings settings) {
        sweep.requireRecords();
        settings.tuning(settings.seed()).requireModel();
        this.sweep = sweep;
        this.settings = settings;
    }

    /** Sets a file of records to test on in place of those that are held out; null for these. */
    public RecordEvaluation test(@Nullable String file) {
        test = file;
        besides = false;
        return this;
    }

    /** Sets a file of records to test on besides those that are held out; null for these alone. */
    public RecordEvaluation testBesides(@Nullable String file) {
        test = file;
        besides = file != null;
        return this;
    }

    /** Records of the source as the model learns them. */
    private record Pool(int[] ids, Map<Integer, TokenRecord> records, List<List<TokenRecord>> tests, String identity) {
        int tested() {
            return tests.stream().mapToInt(List::size).sum();
        }
    }

    /**
     * Makes features and selections, trains what is not trained yet, and makes the table.
     *
     * @param source that the session's run is about
     * @throws PithException when the source, the run, the model or the machine does not allow it
     */
    public Evaluated perform(Session session, RecordSource source) {
        if (session.run().manifest().step(Step.FEATURES).isEmpty()) {
            boolean compared = sweep.methods().stream().anyMatch(method -> !method.equals(EvaluatedMethod.RANDOM));
            new FeaturesStep(session, source, FeatureSettings.ofTexts(TextSettings.usual(compared), OnError.SKIP))
                    .perform();
        }
        score(session, source);
        BitSet unusable = RunSamples.unusable(session);
        int[] usable = IntStream.range(0, source.size())
                .filter(id -> !unusable.get(id))
                .toArray();
        Iterable<String> texts =
                () -> IntStream.of(usable).mapToObj(source::text).iterator();
        Path tokenizer = session.run().file(RunFiles.EVALUATION_TOKENIZER);
        try (FinetuneStart start = FinetuneStart.open(settings.tuning(settings.seed()), texts, tokenizer)) {
            Evaluated evaluated = evaluate(session, source, start, pool(session, source, usable, start));
            deleteKept(tokenizer);
            return evaluated;
        }
    }

    private Evaluated evaluate(Session session, RecordSource source, FinetuneStart start, Pool pool) {
        AnswerTraining training =
                new AnswerTraining(start::model, pool.records(), pool.tests(), FinetuneSettings.LARGEST_NORM);
        requireMemory(session, start, pool);
        RecordChoice choice = new RecordChoice(session, source, settings, sweep, pool.ids(), training, pool.identity());
        List<Candidate> candidates =
                new ArrayList<>(new SweptSelections(sweep.without(EvaluatedMethod.AUTO), source, settings.seeds())
                        .ofRecords(session, RecordIds.allBut(source.size(), pool.ids())));
        if (sweep.methods().contains(EvaluatedMethod.AUTO)) {
            sweep.keeps().forEach(keep -> candidates.add(choice.choose(keep)));
        }
        Map<Integer, TokenRecord> records = pool.records();
        int[] tokens = new int[source.size()];
        records.forEach((id, record) -> tokens[id] = record.ids().length);
        AnswerComparison comparison = new AnswerComparison(
                settings.model(), settings::recipe, settings.seed(), settings.seeds(), pool.ids(), tokens, candidates);
        session.perform(Step.EVALUATE, configuration(pool, candidates), staging -> {
            try (TrialLog log = TrialLog.open(session.run().file(RunFiles.TRIALS), pool.identity())) {
                staging.goesOn(); // from the trainings in the log
                try (TaskProgress progress = session.progress("training")) {
                    Trials.perform(comparison.trials(), log, training, session.threads(), progress);
                }
                int threads = session.threads().count();
                EvaluationFile.write(
                        staging.file(EvaluationFile.NAME),
                        comparison.rows(trial -> log.find(trial).orElseThrow().among(threads), further()));
            }
            staging.note("test records", Integer.toString(pool.tested()));
        });
        return new Evaluated(
                EvaluationFile.read(session.run().file(EvaluationFile.NAME)), pool.tested(), choice.made());
    }

    /** Lets the model itself score records, where a method goes by that and nobody has. */
    private void score(Session session, RecordSource source) {
        Path folder = Path.of(settings.model());
        boolean missing = session.run().manifest().step(Step.SCORES).isEmpty();
        if (missing && sweep.methods().contains(EvaluatedMethod.DIFFICULTY) && Files.isDirectory(folder)) {
            new DifficultyStep(session, source, DifficultySettings.of(folder)).perform();
        }
    }

    private Pool pool(Session session, RecordSource source, int[] usable, FinetuneStart start) {
        Skipped skipped = new Skipped();
        FinetuneRecords all = start.records(source, usable, skipped);
        int[] learnable = all.ids().stream().mapToInt(Integer::intValue).toArray();
        if (skipped.size() > 0) {
            session.note(skipped.size() + " records have nothing to learn and are left out");
        }
        Map<Integer, TokenRecord> records = new HashMap<>();
        IntStream.range(0, learnable.length)
                .forEach(k -> records.put(learnable[k], all.records().get(k)));
        boolean holds = test == null || besides;
        int[] heldOut = holds
                ? RecordIds.drawn(learnable, settings.holdout().of(learnable.length), settings.seed() ^ SALT)
                : new int[0];
        int[] pool = RecordIds.without(learnable, heldOut);
        List<List<TokenRecord>> tests = new ArrayList<>();
        if (holds) {
            tests.add(Arrays.stream(heldOut).mapToObj(records::get).toList());
        }
        if (test != null) {
            tests.add(tests(session, test, start));
        }
        for (List<TokenRecord> tested : tests) {
            if (pool.length == 0 || tested.isEmpty()) {
                throw new PithException(source.name() + ": of " + learnable.length
                        + " records with something to learn, " + pool.length + " are left to select from and "
                        + tested.size() + " to test on; both need some");
            }
        }
        return new Pool(pool, records, tests, identity(source, start, heldOut));
    }

    private static List<TokenRecord> tests(Session session, String file, FinetuneStart start) {
        try (Source source = SourceReference.of(file).open(session.messages())) {
            RecordSource records = RecordSource.require(source, "which a language model is tested on");
            int[] ids = IntStream.range(0, records.size()).toArray();
            return start.records(records, ids, new Skipped()).records();
        }
    }

    private String identity(RecordSource source, FinetuneStart start, int... heldOut) {
        List<String> parts = new ArrayList<>(List.of(source.fingerprint(), start.fingerprint()));
        if (test == null || besides) {
            parts.add(Arrays.toString(heldOut));
        }
        if (test != null) {
            parts.add(Fingerprint.ofFiles(List.of(Path.of(test))));
        }
        return String.join(" ", parts);
    }

    /** Returns what the tests after the first are called in the table. */
    private List<String> further() {
        return test != null && besides ? List.of(Path.of(test).getFileName().toString()) : List.of();
    }

    private void requireMemory(Session session, FinetuneStart start, Pool pool) {
        int threads = session.threads().count();
        int longest = Stream.concat(
                        pool.records().values().stream(), pool.tests().stream().flatMap(List::stream))
                .mapToInt(record -> record.ids().length)
                .max()
                .orElseThrow();
        long each = start.config().trainingBytes(false, 1, longest, false);
        session.memory()
                .require(
                        "Training " + threads + " of " + settings.model() + " side by side",
                        MemoryEstimate.language(threads * each),
                        "use fewer `threads`, or a smaller model");
    }

    private Map<String, String> configuration(Pool pool, List<Candidate> candidates) {
        Map<String, String> map = new LinkedHashMap<>(settings.toMap());
        if (test != null) {
            map.put("test", test);
        }
        map.put("records", Fingerprint.ofText(pool.identity()));
        for (Candidate candidate : candidates) {
            map.put(
                    candidate.name() + ", " + candidate.size(),
                    String.format(
                            Locale.ROOT,
                            "hash %08x",
                            Arrays.deepHashCode(candidate.draws().toArray())));
        }
        return map;
    }

    private static void deleteKept(Path tokenizer) {
        try {
            Files.deleteIfExists(tokenizer);
        } catch (IOException e) {
            throw WriteFailure.of(tokenizer, e);
        }
    }
}
