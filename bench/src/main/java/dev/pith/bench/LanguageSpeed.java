package dev.pith.bench;

import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.PruningSchedule;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageTask;
import dev.pith.torch.language.TokenRecord;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.train.Precision;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Trainer;
import dev.pith.torch.train.TrainingListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Tokens per second of training a language model on random tokens, all of them learned: one line per repetition. */
final class LanguageSpeed {
    private LanguageSpeed() {}

    /**
     * Arguments: FOLDER LENGTH BATCH STEPS REPEATS float32|bfloat16, the folder one of a model. The first repetition is
     * not counted. A length below 0 means records of 1 to as many tokens above it, padded by nobody.
     */
    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        int length = Integer.parseInt(arguments[1]);
        int batch = Integer.parseInt(arguments[2]);
        int count = batch * Integer.parseInt(arguments[3]);
        int repeats = Integer.parseInt(arguments[4]);
        Precision precision = new Precision(arguments[5].equals("bfloat16"), false);
        try (LanguageModel model = LanguageModels.open(Path.of(arguments[0]));
                Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
            SplittableRandom random = new SplittableRandom(1);
            List<TokenRecord> records = IntStream.range(0, count)
                    .mapToObj(i -> random.ints(
                                    length > 0 ? length : random.nextInt(16, 1 - length),
                                    0,
                                    model.config().vocabulary())
                            .toArray())
                    .map(ids -> TokenRecord.of(ids, 0))
                    .toList();
            long tokens =
                    records.stream().mapToLong(record -> record.ids().length).sum();
            Recipe recipe = Recipe.builder()
                    .epochs(1)
                    .batch(batch)
                    .rule(new Adam(0.9, 0.95, 1e-8, 0.1, true))
                    .schedule(new Schedule.Constant(1e-5))
                    .build();
            for (int repeat = 0; repeat <= repeats; repeat++) {
                long started = System.nanoTime();
                EpochPruning all = EpochPruning.none(PruningSchedule.of(count, 1, 1));
                try (Trainer trainer = new Trainer(recipe, new LanguageTask(model, records, precision), all, threads)) {
                    trainer.limit(1).train(TrainingListener.NONE);
                }
                if (repeat > 0) {
                    System.out.printf(Locale.ROOT, "%.1f%n", tokens / ((System.nanoTime() - started) / 1e9));
                }
            }
        }
    }
}
