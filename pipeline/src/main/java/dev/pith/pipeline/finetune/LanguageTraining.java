package dev.pith.pipeline.finetune;

import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.TrainingFiles;
import dev.pith.pipeline.train.TrainingWatch;
import dev.pith.prune.EpochPruning;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageTask;
import dev.pith.torch.language.TokenRecord;
import dev.pith.torch.train.EpochRecord;
import dev.pith.torch.train.Recipe;
import dev.pith.torch.train.Trainer;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * One training of a language model within a run, which a killed command goes on with.
 *
 * @param task what is being done, for progress
 * @param files what it leaves while it goes on
 * @param recomputing whether blocks are computed twice to save memory
 */
record LanguageTraining(Session session, String task, TrainingFiles files, boolean recomputing) {
    /**
     * Trains to the end of the recipe and returns what happened, epoch by epoch; the checkpoint stays.
     *
     * @param afterEpoch is told how many epochs there were, before the checkpoint is written
     */
    List<EpochRecord> train(
            LanguageModel model,
            List<TokenRecord> records,
            Recipe recipe,
            EpochPruning pruning,
            IntConsumer afterEpoch) {
        LanguageTask learned = new LanguageTask(model, records, recipe.precision(), recomputing);
        try (Trainer trainer = new Trainer(recipe, learned, pruning, session.threads())) {
            trainer.limit(FinetuneSettings.LARGEST_NORM);
            files.restore(trainer);
            if (!trainer.isDone()) {
                try (TaskProgress progress = session.progress(task)) {
                    trainer.train(new TrainingWatch(progress::onStep, files, "records").showing(afterEpoch));
                }
                files.save(trainer);
            }
            return trainer.epochs();
        }
    }
}
