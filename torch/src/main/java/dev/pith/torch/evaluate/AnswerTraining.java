package dev.pith.torch.evaluate;

import dev.pith.parallel.ThreadTime;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.torch.Slices;
import dev.pith.torch.language.AnswerLoss;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageTask;
import dev.pith.torch.language.TokenRecord;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleConsumer;
import java.util.function.LongFunction;

/**
 * Trains a language model on the answers of records and measures its loss on those of others. One thread a training: of
 * several side by side none waits for another.
 *
 * @param start makes the model to begin with, by the seed of a training
 * @param records by id, those of all trials
 * @param tests what the loss is measured on, one test or several, each record with something learned
 * @param largestNorm of a gradient
 */
public record AnswerTraining(
        LongFunction<LanguageModel> start,
        Map<Integer, TokenRecord> records,
        List<List<TokenRecord>> tests,
        double largestNorm)
        implements Training<AnswerTrial> {
    /** Returns trainings on the same records that are tested on some of them. */
    public AnswerTraining testedOn(int... ids) {
        return new AnswerTraining(start, records, List.of(records(ids)), largestNorm);
    }

    /** Returns how many tokens a record has. */
    public int tokens(int id) {
        return record(id).ids().length;
    }

    private TokenRecord record(int id) {
        return Objects.requireNonNull(records.get(id), "record");
    }

    private List<TokenRecord> records(int... ids) {
        return Arrays.stream(ids).mapToObj(this::record).toList();
    }

    @Override
    public Outcome perform(AnswerTrial trial, DoubleConsumer progress) {
        Outcome[] outcome = new Outcome[1];
        try (Threads alone = new Threads(1)) {
            Slices.forEach(alone, 1, 1, (from, one) -> outcome[0] = perform(trial, progress, alone));
        }
        return outcome[0];
    }

    private Outcome perform(AnswerTrial trial, DoubleConsumer progress, Threads alone) {
        List<TokenRecord> learned = records(trial.ids());
        Recipe recipe = trial.recipe();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void onStep(StepRecord step) {
                progress.accept(Math.min(1, step.done() / step.total()));
            }
        };
        try (LanguageModel model = start.apply(recipe.seed())) {
            ThreadTime time = new ThreadTime();
            List<EpochRecord> epochs;
            EpochPruning all = EpochPruning.none(
                    PruningSchedule.of(learned.size(), recipe.totalEpochs(learned.size()), recipe.seed()));
            try (Trainer trainer = new Trainer(recipe, new LanguageTask(model, learned, recipe.precision()), all, alone)
                    .limit(largestNorm)) {
                epochs = trainer.train(listener);
            }
            double seconds = time.seconds();
            List<Double> losses =
                    tests.stream().map(test -> loss(model, test, alone)).toList();
            return new Outcome(
                    losses.get(0),
                    losses.subList(1, losses.size()),
                    trial.samples(),
                    epochs.stream().mapToLong(EpochRecord::steps).sum(),
                    seconds);
        }
    }

    private static double loss(LanguageModel model, List<TokenRecord> test, Threads alone) {
        float[] losses = AnswerLoss.of(model, test, alone);
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum / losses.length;
    }
}
