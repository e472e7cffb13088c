package dev.pith.pipeline.evaluate;

import dev.pith.data.Fingerprint;
import dev.pith.pipeline.pixels.RebuiltSelection;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Candidate;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.NetworkTraining;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.evaluate.SelectionTrial;
import dev.pith.torch.evaluate.Teacher;
import dev.pith.torch.evaluate.TrialLog;
import dev.pith.torch.evaluate.Trials;
import dev.pith.torch.evaluate.View;
import dev.pith.torch.image.ImageSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code evaluate}: trains networks on selections, on random samples and on everything, and writes the table.
 *
 * <p>Every training is added to {@value RunFiles#TRIALS} as it ends. The step goes on from that file, which is none of
 * its outputs. Trainings of an earlier evaluation in the run are found there too.
 */
public final class EvaluateStep {
    /** Steps that see less of what others see than this are said to cost less. */
    private static final double LEAST_SHARE = 0.9;

    private final Session session;
    private final EvaluationImages images;
    private final List<Part> parts;
    private final List<RebuiltSelection> rebuilt;
    private final @Nullable Teacher teacher;

    /** A part of the table: these selections under these conditions. */
    public record Part(List<Candidate> candidates, Conditions conditions) {
        private Map<String, String> toMap() {
            Map<String, String> map = new LinkedHashMap<>(conditions.toMap());
            for (Candidate candidate : candidates) {
                map.put(
                        candidate.name() + ", " + candidate.size(),
                        String.format(
                                        Locale.ROOT,
                                        "hash %08x",
                                        Arrays.deepHashCode(candidate.draws().toArray()))
                                + weights(candidate)
                                + (candidate.rebuilt() == null ? "" : ", rebuilt " + candidate.rebuilt()));
            }
            return map;
        }

        private static String weights(Candidate candidate) {
            List<float[]> weights = candidate.weights();
            return weights == null
                    ? ""
                    : String.format(Locale.ROOT, ", weights %08x", Arrays.deepHashCode(weights.toArray()));
        }
    }

    public EvaluateStep(Session session, EvaluationImages images, List<Part> parts) {
        this(session, images, parts, List.of(), null);
    }

    /**
     * Prepares a table with rows of rebuilt images, and of soft labels.
     *
     * @param rebuilt those that candidates name
     * @param teacher whose word everything is trained on once more, or null
     */
    public EvaluateStep(
            Session session,
            EvaluationImages images,
            List<Part> parts,
            List<RebuiltSelection> rebuilt,
            @Nullable Teacher teacher) {
        this.teacher = teacher;
        this.rebuilt = rebuilt;
        this.session = session;
        this.images = images;
        this.parts = parts;
    }

    /** Trains what is not trained yet, and writes the table, unless it is done. */
    public Evaluated perform() {
        int[] labels = images.labels();
        int[] pool = images.pool();
        List<Comparison> comparisons = parts.stream()
                .map(part -> new Comparison(part.conditions(), labels, pool, part.candidates(), teacher))
                .toList();
        session.perform(Step.EVALUATE, configuration(), staging -> {
            try (TrialLog log = TrialLog.open(session.run().file(RunFiles.TRIALS), images.identity())) {
                staging.goesOn(); // from the trainings in the log
                List<SelectionTrial> trials = comparisons.stream()
                        .flatMap(part -> part.trials().stream())
                        .toList();
                parts.forEach(this::sayWhereStepsDiffer);
                train(trials, log);
                int threadCount = session.threads().count();
                List<Row> rows = comparisons.stream()
                        .flatMap(part ->
                                part.rows(trial -> log.find(trial).orElseThrow().among(threadCount)).stream())
                        .toList();
                EvaluationFile.write(staging.file(EvaluationFile.NAME), rows);
            }
            staging.note("test images", Integer.toString(images.test().size()));
        });
        return new Evaluated(
                EvaluationFile.read(session.run().file(EvaluationFile.NAME)),
                images.test().size(),
                List.of());
    }

    private void sayWhereStepsDiffer(Part part) {
        Conditions conditions = part.conditions();
        int fewest = part.candidates().stream()
                .mapToInt(Candidate::size)
                .filter(size -> size > 0)
                .min()
                .orElse(images.pool().length);
        if (conditions.lengths().containsKey(View.STEPS)) {
            int few = conditions.evenBatch(fewest);
            int many = conditions.evenBatch(images.pool().length);
            if (few < LEAST_SHARE * many) {
                session.note(String.format(
                        Locale.ROOT,
                        "a step sees %d samples where %,d are trained on, and %d where all are; `batch %d` makes steps"
                                + " cost alike",
                        few,
                        fewest,
                        many,
                        few));
            }
        }
    }

    private void train(List<SelectionTrial> trials, TrialLog log) {
        List<RebuiltSelection.Images> open = new ArrayList<>();
        try {
            Map<String, ImageSet> sets = new LinkedHashMap<>();
            for (RebuiltSelection selection : rebuilt) {
                RebuiltSelection.Images opened = selection.open(session, images.source());
                open.add(opened);
                sets.put(selection.identity(), opened.set());
            }
            NetworkTraining training = images.training(sets, teacher);
            try (TaskProgress progress = session.progress("training")) {
                Trials.perform(trials, log, training, session.threads(), progress);
            }
        } finally {
            open.forEach(RebuiltSelection.Images::close);
        }
    }

    private Map<String, String> configuration() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("test", images.test().name());
        map.put("images", Fingerprint.ofText(images.identity()));
        if (teacher != null) {
            map.put("soft labels fingerprint", teacher.fingerprint());
            map.put("temperature", Double.toString(teacher.soft().temperature()));
        }
        for (int i = 0; i < parts.size(); i++) {
            String part = i == 0 ? "" : " (part " + (i + 1) + ")";
            parts.get(i).toMap().forEach((name, value) -> map.put(name + part, value));
        }
        return map;
    }
}
