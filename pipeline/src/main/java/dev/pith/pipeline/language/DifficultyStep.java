package dev.pith.pipeline.language;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.RecordScores;
import dev.pith.pipeline.finetune.FinetuneRecords;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.CsvText;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.text.RowLog;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.InstructionDifficulty;
import dev.pith.torch.language.LanguageConfig;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The step {@code scores} of records: how much of each answer a language model owes to its question. Losses are added
 * to {@value RunFiles#DIFFICULTY_LOG} batch by batch, and a step that was killed goes on from that file.
 */
public final class DifficultyStep {
    /** Records whose losses are computed, and kept, together. */
    private static final int BATCH = 256;

    private static final int NUMBERS = 3; // of a row of the log: two losses, and of how many tokens

    private final Session session;
    private final RecordSource source;
    private final DifficultySettings settings;

    /**
     * Prepares the step.
     *
     * @param source that the run is about
     */
    public DifficultyStep(Session session, RecordSource source, DifficultySettings settings) {
        this.session = session;
        this.source = source;
        this.settings = settings;
    }

    /**
     * Scores, unless it is done.
     *
     * @throws PithException when the model cannot be opened, or no record has an answer that can be compared
     */
    public Difficulties perform() {
        LanguageConfig config = LanguageModels.config(settings.model());
        Map<String, String> map = new TreeMap<>(settings.toMap());
        map.putAll(session.samples().options());
        session.refuseChange(Step.SCORES, map);
        Path log = session.run().file(RunFiles.DIFFICULTY_LOG);
        session.perform(Step.SCORES, map, staging -> {
            session.memory()
                    .require(
                            "Scoring by " + settings.model(),
                            MemoryEstimate.language(config.trainingBytes(
                                    true, session.threads().count(), config.context(settings.context()), false)),
                            "use a smaller model");
            Map<String, String> identity = new TreeMap<>(map);
            identity.put("source", source.fingerprint());
            try (RowLog rows = RowLog.open(log, identity, session.force())) {
                if (rows.rows() > 0) {
                    staging.goesOn();
                }
                Skipped skipped = score(config, rows);
                write(rows, skipped, staging);
            }
        });
        RowLog.delete(log);
        return read();
    }

    private Skipped score(LanguageConfig config, RowLog rows) {
        Skipped skipped = new Skipped();
        int context = config.context(settings.context());
        int n = source.size();
        try (ChatTokenizer tokenizer = new ChatTokenizer(
                        settings.model().resolve(ChatTokenizer.FILE),
                        config.vocabulary(),
                        config.end(),
                        settings.template());
                LanguageModel model = LanguageModels.open(settings.model());
                TaskProgress progress = session.progress("scoring by " + settings.model())) {
            for (int from = 0; from < n; from += BATCH) {
                int[] ids = IntStream.range(from, Math.min(n, from + BATCH)).toArray();
                FinetuneRecords batch = FinetuneRecords.read(source, ids, tokenizer, context, skipped);
                if (from >= rows.rows()) {
                    rows.append(losses(model, batch, tokenizer.begin(), from, ids.length));
                }
                progress.onStep(Math.min(n, from + BATCH), n);
            }
        }
        return skipped;
    }

    /** Returns a row for each id of a batch; of one without an answer it is 0. */
    private float[][] losses(LanguageModel model, FinetuneRecords batch, int begin, int from, int count) {
        float[][] losses = new float[count][NUMBERS];
        List<InstructionDifficulty> found = InstructionDifficulty.of(model, batch.records(), begin, session.threads());
        for (int k = 0; k < found.size(); k++) {
            InstructionDifficulty each = found.get(k);
            losses[batch.ids().get(k) - from] = new float[] {each.loss(), each.alone(), each.tokens()};
        }
        return losses;
    }

    private void write(RowLog rows, Skipped skipped, Staging staging) throws IOException {
        int n = source.size();
        double[] ratios = new double[n];
        float[] row = new float[NUMBERS];
        Path folder = staging.folder(RunFiles.SCORE_FOLDER);
        try (BufferedWriter csv = Files.newBufferedWriter(folder.resolve(RunFiles.DIFFICULTIES))) {
            csv.write(RunFiles.DIFFICULTIES_HEADER + "\n");
            for (int id = 0; id < n; id++) {
                rows.read(id, row);
                ratios[id] = new InstructionDifficulty(row[0], row[1], (int) row[2]).ratio();
                if (Double.isNaN(ratios[id])) {
                    skipped.add(id, "has no token of an answer that can be compared");
                } else {
                    csv.write(id + "," + CsvText.quoted(source.key(id)) + "," + (int) row[2] + "," + row[0] + ","
                            + row[1] + "," + ratios[id] + "\n");
                }
            }
        }
        Npy.write(folder.resolve(RunFiles.score(RecordScores.DIFFICULTY)), ratios);
        Difficulties found = of(ratios);
        if (found.scored() == 0) {
            throw new PithException(source.name() + ": no record has an answer that can be compared; the first "
                    + "says nothing that counts: check `template` and `context`");
        }
        skipped.writeIfAny(staging, RunFiles.DIFFICULTY_SKIPPED, source::key);
        double[] sorted = found.ascending();
        staging.note("scored", Integer.toString(found.scored()));
        staging.note("skipped", Integer.toString(skipped.size()));
        staging.note("at 1 or more", Integer.toString(found.useless()));
        staging.note("median", String.format(Locale.ROOT, "%.4f", sorted[sorted.length / 2]));
    }

    private static Difficulties of(double[] ratios) {
        int scored = (int)
                Arrays.stream(ratios).filter(ratio -> !Double.isNaN(ratio)).count();
        int useless = (int) Arrays.stream(ratios)
                .filter(ratio -> ratio >= InstructionDifficulty.USELESS)
                .count();
        return new Difficulties(ratios, scored, useless);
    }

    private Difficulties read() {
        return of(RecordScores.difficulty(session));
    }
}
