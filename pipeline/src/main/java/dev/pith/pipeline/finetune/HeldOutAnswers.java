package dev.pith.pipeline.finetune;

import dev.pith.data.RecordSource;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.CsvText;
import dev.pith.run.Staging;
import dev.pith.torch.evaluate.Paired;
import dev.pith.torch.language.AnswerLoss;
import dev.pith.torch.language.LanguageModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.IntStream;

/** How badly a model says answers that were held out, before a training and after every epoch of it. */
final class HeldOutAnswers implements AutoCloseable {
    private final Session session;
    private final RecordSource source;
    private final FinetuneRecords tests;
    private final float[] before;
    private final LossTrajectories losses;

    private HeldOutAnswers(
            Session session, RecordSource source, FinetuneRecords tests, float[] before, LossTrajectories losses) {
        this.session = session;
        this.source = source;
        this.tests = tests;
        this.before = before;
        this.losses = losses;
    }

    /**
     * Looks at the answers for the first time, and opens what was seen of them in a training that was stopped.
     *
     * @param identity all that decides the training
     * @param tests one at least
     * @param model not trained yet
     */
    static HeldOutAnswers open(
            Session session,
            Map<String, String> identity,
            RecordSource source,
            FinetuneRecords tests,
            LanguageModel model) {
        float[] before = AnswerLoss.of(model, tests.records(), session.threads());
        LossTrajectories losses = LossTrajectories.open(session, RunFiles.HELD_OUT_LOG, identity, tests);
        return new HeldOutAnswers(session, source, tests, before, losses);
    }

    /**
     * Looks at the answers, unless that was done.
     *
     * @param epoch that is over, from 1
     */
    void look(LanguageModel model, int epoch) {
        losses.look(model, epoch);
    }

    /** Writes what was seen, and says so when answers were said better on the way than at the end. */
    void write(Staging staging) throws IOException {
        int epochs = losses.epochs();
        float[] after = losses.after(epochs);
        Files.writeString(staging.file(RunFiles.ANSWERS), answers(after));
        staging.note(Finetuned.BEFORE, mean(before));
        staging.note(Finetuned.AFTER, mean(after));
        StringBuilder csv = new StringBuilder(RunFiles.HELD_OUT_HEADER)
                .append("\n0,")
                .append(mean(before))
                .append('\n');
        float[] best = after;
        int bestEpoch = epochs;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            float[] look = losses.after(epoch);
            csv.append(epoch).append(',').append(mean(look)).append('\n');
            if (average(look) < average(best)) {
                best = look;
                bestEpoch = epoch;
            }
        }
        Files.writeString(staging.file(RunFiles.HELD_OUT), csv);
        if (isRise(best, after)) {
            staging.note(Finetuned.BEST_EPOCH, Integer.toString(bestEpoch));
            session.warn("held-out answers were said better after epoch " + bestEpoch + " of " + epochs + " (loss "
                    + mean(best) + ", " + mean(after) + " at the end): since then the records are learned by heart;"
                    + " train for fewer `epochs` or `steps`");
        }
    }

    private String answers(float[] after) {
        StringBuilder csv = new StringBuilder(RunFiles.ANSWERS_HEADER).append('\n');
        for (int i = 0; i < before.length; i++) {
            int id = tests.ids().get(i);
            csv.append(id).append(',').append(CsvText.quoted(source.key(id)));
            csv.append(',').append(tests.records().get(i).answers());
            csv.append(',').append(before[i]).append(',').append(after[i]).append('\n');
        }
        return csv.toString();
    }

    /** Returns whether losses have risen by more than two standard errors of their mean rise. */
    static boolean isRise(float[] from, float[] to) {
        double[] rises = IntStream.range(0, from.length)
                .mapToDouble(i -> (double) to[i] - from[i])
                .toArray();
        Paired rise = Paired.of(rises, 1);
        return rise.mean() > 2 * rise.standardError(); // of one answer no number, so no rise
    }

    private static String mean(float[] losses) {
        return Finetuned.number(average(losses));
    }

    private static double average(float[] losses) {
        return IntStream.range(0, losses.length)
                .mapToDouble(i -> losses[i])
                .average()
                .orElseThrow();
    }

    @Override
    public void close() {
        losses.close();
    }
}
