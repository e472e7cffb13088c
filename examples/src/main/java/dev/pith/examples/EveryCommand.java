package dev.pith.examples;

import dev.pith.Ranking;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.export.ExportForm;
import dev.pith.pipeline.ArchitectureSearch;
import dev.pith.pipeline.Condensing;
import dev.pith.pipeline.ExpertsTraining;
import dev.pith.pipeline.Finetuning;
import dev.pith.pipeline.Pretraining;
import dev.pith.pipeline.Quantization;
import dev.pith.pipeline.Quantized;
import dev.pith.pipeline.SelectionEvaluation;
import dev.pith.pipeline.Training;
import dev.pith.pipeline.Viewing;
import dev.pith.pipeline.check.CheckSettings;
import dev.pith.pipeline.check.CheckStep;
import dev.pith.pipeline.check.Checked;
import dev.pith.pipeline.choice.AutoSelection;
import dev.pith.pipeline.choice.ChoiceSettings;
import dev.pith.pipeline.condense.CondenseSettings;
import dev.pith.pipeline.condense.CondensedEvaluationSettings;
import dev.pith.pipeline.condense.ExpertSettings;
import dev.pith.pipeline.condense.SearchSettings;
import dev.pith.pipeline.condense.SearchedArchitectures;
import dev.pith.pipeline.condense.TrainedExperts;
import dev.pith.pipeline.evaluate.Evaluated;
import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.export.ExportSettings;
import dev.pith.pipeline.export.ExportStep;
import dev.pith.pipeline.export.Exported;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.feature.Featurized;
import dev.pith.pipeline.feature.MadeElsewhere;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.feature.TextSettings;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.finetune.Finetuned;
import dev.pith.pipeline.generate.GenerateSettings;
import dev.pith.pipeline.generate.GenerateStep;
import dev.pith.pipeline.generate.Generated;
import dev.pith.pipeline.language.AnswerSettings;
import dev.pith.pipeline.language.Answered;
import dev.pith.pipeline.language.Difficulties;
import dev.pith.pipeline.language.DifficultySettings;
import dev.pith.pipeline.language.DifficultyStep;
import dev.pith.pipeline.language.RecordEvaluation;
import dev.pith.pipeline.language.TaskSettings;
import dev.pith.pipeline.language.TaskStep;
import dev.pith.pipeline.pixels.Archived;
import dev.pith.pipeline.pixels.PixelsSettings;
import dev.pith.pipeline.pixels.PixelsStep;
import dev.pith.pipeline.pixels.PretrainSettings;
import dev.pith.pipeline.pixels.Pretrained;
import dev.pith.pipeline.pixels.ProbeStep;
import dev.pith.pipeline.pixels.Probed;
import dev.pith.pipeline.report.ReportStep;
import dev.pith.pipeline.report.Reported;
import dev.pith.pipeline.selection.BinsStep;
import dev.pith.pipeline.selection.Drawn;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SampleStep;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.selection.SelectStep;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.train.RecipeSettings;
import dev.pith.pipeline.train.TaskKind;
import dev.pith.pipeline.train.Trained;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PlanFolder;
import dev.pith.prune.PruningSchedule;
import dev.pith.quantize.Binning;
import dev.pith.sample.Budget;
import dev.pith.score.ScoreTable;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.condense.ExpertRecipe;
import dev.pith.torch.diffusion.ImageMaker;
import dev.pith.torch.evaluate.Conditions;
import java.nio.file.Path;
import java.util.List;

/** What each command does, from Java: docs/java.md shows these methods one by one. */
public final class EveryCommand {
    private EveryCommand() {}

    /** As {@code pith quantize PHOTOS --keep 10% -o RUN}. */
    public static Quantized quantize(String photos, Path run) {
        try (Session session = Session.open(run, Messages.NONE)) {
            return Quantization.of(photos).sample(Budget.parse("10%")).perform(session);
        }
    }

    /** As {@code pith features PHOTOS --features embedding --epochs 2 -o RUN}. */
    public static Featurized features(String photos, Path run) {
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(photos))) {
            FeatureSettings settings =
                    FeatureSettings.builder(FeatureKind.EMBEDDING).epochs(2).build();
            return new FeaturesStep(session, source, settings).perform();
        }
    }

    /** As {@code pith features PHOTOS --from DIR -o RUN}. */
    public static Featurized featuresMadeElsewhere(String photos, Path made, Path run) {
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(photos))) {
            FeatureKind kind = MadeElsewhere.kindIn(made, FeatureSettings.DEFAULT_KIND);
            FeatureSettings settings = FeatureSettings.madeElsewhere(made, kind, null, OnError.FAIL);
            return new FeaturesStep(session, source, settings).perform();
        }
    }

    /** As {@code pith scores PHOTOS --epochs 2 -o RUN}. */
    public static ScoreTable scores(String photos, Path run) {
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(photos))) {
            FeatureSettings network =
                    FeatureSettings.builder(FeatureKind.GRADIENT).build();
            return new ScoresStep(session, source, network, ScoreSettings.DEFAULT.epochs(2)).perform();
        }
    }

    /** As {@code pith check PHOTOS -o RUN}. */
    public static Checked check(String photos, Path run) {
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(photos))) {
            return new CheckStep(session, source, CheckSettings.usual(0)).perform();
        }
    }

    /** As {@code pith scores TEXTS --by ifd --model MODEL -o RUN}. */
    public static Difficulties difficulty(String texts, Path model, Path run) {
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(texts))) {
            DifficultySettings settings = DifficultySettings.of(model);
            return new DifficultyStep(session, (RecordSource) source, settings).perform();
        }
    }

    /** As {@code pith embed TEXTS -o RUN}. */
    public static Featurized embed(String texts, Path run) {
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(texts))) {
            FeatureSettings settings = FeatureSettings.ofTexts(TextSettings.usual(true), OnError.FAIL);
            return new FeaturesStep(session, source, settings).perform();
        }
    }

    /** As {@code pith bins RUN}, on a run that has features. */
    public static Binning bins(Path run) {
        try (Session session = Session.open(run, Messages.NONE)) {
            boolean stratify = RunSamples.areLabelled(session);
            BinningSettings settings = BinningSettings.usual(stratify, RunSamples.areTexts(session), 0);
            return new BinsStep(session, settings).perform();
        }
    }

    /** As {@code pith sample RUN --keep 30%}, on a run that has bins. */
    public static Drawn sample(Path run) {
        try (Session session = Session.open(run, Messages.NONE)) {
            SampleSettings settings = SampleSettings.keeping(Budget.parse("30%"), 0);
            return new SampleStep(session, settings).perform();
        }
    }

    /** As {@code pith select RUN --method herding --budget 20}, on a run that has features. */
    public static Ranking select(Path run) {
        try (Session session = Session.open(run, Messages.NONE)) {
            RankingSettings herding = RankingSettings.of(RankingMethod.HERDING, 0);
            boolean stratify = RunSamples.areLabelled(session);
            SelectSettings settings = SelectSettings.of(herding, Budget.parse("20"), stratify);
            return new SelectStep(session, settings).perform();
        }
    }

    /** As {@code pith select PHOTOS --keep 20% --epochs 2 -o RUN}, with less to try and shorter trainings. */
    public static Ranking selectByChoice(String photos, Path run) {
        ChoiceSettings choosing = new ChoiceSettings(
                Budget.parse("20%"), List.of(RankingMethod.HERDING), List.of("mlp", "lenet"), 2, 20, 0);
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(photos))) {
            FeatureSettings network =
                    FeatureSettings.builder(FeatureKind.EMBEDDING).build();
            new ScoresStep(session, source, network, ScoreSettings.DEFAULT.epochs(2)).perform();
            RankingSettings any = RankingSettings.of(RankingMethod.RANDOM, 0);
            SelectSettings settings = SelectSettings.of(any, choosing.budget(), true);
            return new AutoSelection(session, settings, choosing).perform(source);
        }
    }

    /** As {@code pith pretrain-mae PHOTOS --epochs 2 -o RUN}. */
    public static Pretrained pretrain(String photos, Path run) {
        PretrainSettings settings = PretrainSettings.builder().epochs(2).build();
        try (Session session = Session.open(run, Messages.NONE)) {
            return Pretraining.of(photos).settings(settings).perform(session);
        }
    }

    /** As {@code pith probe RUN --test TEST}, on a run that has a masked autoencoder. */
    public static Probed probe(Path run, String test) {
        try (Session session = Session.open(run, Messages.NONE)) {
            return new ProbeStep(session, test, null, 0).perform();
        }
    }

    /** As {@code pith pixels RUN --drop 0.5 --mae MAE}, on a run that has a selection. */
    public static Archived pixels(Path run, Path mae) {
        PixelsSettings settings = PixelsSettings.builder().drop(0.5).mae(mae).build();
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.reopenSource()) {
            return new PixelsStep(session, source, settings).perform();
        }
    }

    /** As {@code pith train PHOTOS --selection SELECTED --test TEST --steps 20 -o RUN}. */
    public static Trained train(String photos, Path selected, String test, Path run) {
        RecipeSettings recipe = RecipeSettings.builder().steps(20).build();
        try (Session session = Session.open(run, Messages.NONE)) {
            return Training.of(photos)
                    .selections(List.of(selected))
                    .test(test)
                    .recipe(recipe)
                    .perform(session);
        }
    }

    /**
     * As {@code pith finetune RECORDS --model llama-shape --vocabulary 300 --pretrain RECORDS --epochs 2 --holdout 20%
     * --selection SELECTED -o RUN}.
     */
    public static Finetuned finetune(String records, Path selected, Path run) {
        FinetuneSettings settings = FinetuneSettings.builder("llama-shape")
                .vocabulary(300)
                .pretrain(records)
                .epochs(2)
                .holdout(Budget.parse("20%"))
                .build();
        try (Session session = Session.open(run, Messages.NONE)) {
            return Finetuning.of(records, settings)
                    .selections(List.of(selected))
                    .perform(session);
        }
    }

    /** As {@code pith train PHOTOS --task diffusion --net unet2d-width8 --epochs 2 -o RUN}. */
    public static Trained trainToMakeImages(String photos, Path run) {
        RecipeSettings recipe = RecipeSettings.builder()
                .optimizer(TaskKind.DIFFUSION.optimizer())
                .epochs(2)
                .build();
        try (Session session = Session.open(run, Messages.NONE)) {
            return Training.of(photos)
                    .task(TaskKind.DIFFUSION)
                    .net("unet2d-width8")
                    .recipe(recipe)
                    .perform(session);
        }
    }

    /** As {@code pith sample-images RUN --images 6 --sampling-steps 4 --judge JUDGE}, on such a run. */
    public static Generated sampleImages(Path run, Path judge) {
        GenerateSettings settings = new GenerateSettings(6, ImageMaker.Method.DDIM, 4, judge, 0);
        try (Session session = Session.open(run, Messages.NONE)) {
            return new GenerateStep(session, settings).perform();
        }
    }

    /** As {@code pith condense PHOTOS --method dm --net convnet-width32 --iterations 3 ... -o RUN}. */
    public static Condensing.Condensed condense(String photos, String test, Path run) {
        CondenseSettings settings = CondenseSettings.builder(CondensationMethod.DM)
                .network("convnet-width32")
                .iterations(3)
                .build();
        CondensedEvaluationSettings twice = new CondensedEvaluationSettings(List.of("S"), 2, 3, 1, false);
        try (Session session = Session.open(run, Messages.NONE)) {
            return Condensing.of(photos, settings).evaluation(twice).test(test).perform(session);
        }
    }

    /** As {@code pith experts PHOTOS --net convnet-width32 --experts 2 --epochs 3 --dsa-strategy none -o RUN}. */
    public static TrainedExperts experts(String photos, Path run) {
        ExpertRecipe recipe = new ExpertRecipe("convnet-width32", 3, 0.01, null, false, false, 0);
        try (Session session = Session.open(run, Messages.NONE)) {
            return ExpertsTraining.of(photos, new ExpertSettings(2, recipe, false))
                    .perform(session);
        }
    }

    /**
     * As {@code pith search PHOTOS --proxy FEW --depths 1 ... --eval-epochs 3 --all-epochs 1 --test TEST -o RUN}, on a
     * run of condensed images.
     */
    public static SearchedArchitectures search(String photos, Path few, String test, Path run) {
        SearchSettings settings = new SearchSettings(
                List.of(1),
                List.of(32),
                List.of("relu", "sigmoid"),
                List.of("none"),
                List.of("maxpooling"),
                1,
                3,
                1,
                0);
        try (Session session = Session.open(run, Messages.NONE)) {
            return ArchitectureSearch.of(photos, List.of(few), settings)
                    .test(test)
                    .perform(session);
        }
    }

    /** As {@code pith evaluate FIRST SECOND --steps 10 --seeds 2 --test TEST}. */
    public static Evaluated evaluate(Path first, Path second, String test) {
        Conditions conditions = Conditions.builder().steps(10).seeds(2).build();
        SelectionEvaluation evaluation = SelectionEvaluation.ofRuns(List.of(first, second)); // before one is open
        try (Session session = Session.open(first, Messages.NONE)) {
            return evaluation.conditions(conditions).test(test).perform(session);
        }
    }

    /**
     * As {@code pith evaluate RUN --methods dq,herding --steps 10 --seeds 1 --test TEST}, on a run that has features.
     */
    public static Evaluated evaluateMethods(Path run, String test) {
        Sweep methods = Sweep.of(List.of(EvaluatedMethod.DQ, EvaluatedMethod.of(RankingMethod.HERDING)), 0);
        Conditions conditions = Conditions.builder().steps(10).seeds(1).build();
        try (Session session = Session.open(run, Messages.NONE)) {
            return SelectionEvaluation.ofRun(methods)
                    .conditions(conditions)
                    .test(test)
                    .perform(session);
        }
    }

    /**
     * As {@code pith evaluate RUN --methods longest --model MODEL --seeds 2}, on a run that has features of texts.
     */
    public static Evaluated evaluateRecords(Path run, String model) {
        Sweep methods = Sweep.of(List.of(EvaluatedMethod.LONGEST), 0);
        AnswerSettings usual = AnswerSettings.of(model, 0);
        AnswerSettings settings = new AnswerSettings(model, null, null, null, 2, usual.holdout(), 0);
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.reopenSource()) {
            return new RecordEvaluation(methods, settings).perform(session, (RecordSource) source);
        }
    }

    /** As {@code pith evaluate MODEL --task TASK -o RUN}, where MODEL is also the run of a fine-tuning. */
    public static Answered answer(Path model, String task, Path run) {
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(task))) {
            return new TaskStep(source, TaskSettings.of(model)).perform(session);
        }
    }

    /** As {@code pith plan --samples 1000 --epochs 30 -o FOLDER}. */
    public static EpochPlan plan(Path folder) {
        PruningSchedule schedule = new PruningSchedule(1000, 30, PruningSchedule.DEFAULT_DELTA, 0);
        try (PlanFolder plans = new PlanFolder(folder, new InfoBatch(schedule, 0.5))) {
            return plans.advance().plan();
        }
    }

    /** As {@code pith export RUN --to imagefolder -o FOLDER}, on a run that has a selection. */
    public static Exported export(Path run, Path folder) {
        ExportSettings settings = ExportSettings.to(ExportForm.IMAGEFOLDER);
        try (Session session = Session.open(run, Messages.NONE)) {
            return new ExportStep(session, settings, folder).perform();
        }
    }

    /** As {@code pith report RUN}, on a run that has a selection. */
    public static Reported report(Path run) {
        try (Session session = Session.open(run, Messages.NONE)) {
            return new ReportStep(session).perform();
        }
    }

    /** As {@code pith view RUN}, until what is returned is closed. */
    public static Viewing view(Path run) {
        return Viewing.of(run, Messages.NONE);
    }
}
