package dev.pith.cli;

import dev.pith.cli.console.ChoiceSummary;
import dev.pith.cli.console.EvaluationTable;
import dev.pith.cli.console.TaskSummary;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.ConditionOptions;
import dev.pith.cli.option.OutputOption;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.SourceArguments;
import dev.pith.cli.option.SweepOptions;
import dev.pith.cli.option.TaskOptions;
import dev.pith.cli.option.TemperatureOption;
import dev.pith.cli.option.TestOptions;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.pipeline.SelectionEvaluation;
import dev.pith.pipeline.evaluate.Evaluated;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.language.AnswerSettings;
import dev.pith.pipeline.language.Answered;
import dev.pith.pipeline.language.RecordEvaluation;
import dev.pith.pipeline.language.TaskSettings;
import dev.pith.pipeline.language.TaskStep;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.run.Manifest;
import dev.pith.sample.Budget;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.EvaluationFile;
import java.io.PrintWriter;
import java.lang.reflect.Member;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pith evaluate}: what selections are worth. */
@Command(
        name = "evaluate",
        description = {
            "Compares selections by the accuracy of networks trained on them, of records of text by a language model's"
                    + " loss (--model); or asks a language model the questions of a task (--task).",
            "Networks are trained on each selection, on random samples of the same size and class balance, and on"
                    + " everything, and tested on other images after the last epoch.",
            "SOURCE and each RUN are runs with a selection from the same source. With --methods, SOURCE is a source,"
                    + " or a run with features, and the selections are made from it: a draw for every seed where a"
                    + " method draws. Scores that methods go by are made of a source, and a run needs them.",
            "The run keeps the trainings that are done: a command that was stopped goes on, and one with more methods"
                    + " or networks repeats nothing."
        },
        footer = {
            "",
            "Example: two runs beside each other, three methods at two sizes, two of records, and a task",
            "  pith evaluate runs/dq runs/herding --net convnet-width32,lenet --seeds 5",
            "  pith evaluate photos/train --methods dq,herding,facility-location --keep 5%%,10%% -o runs/methods",
            "  pith evaluate alpaca.json --methods longest,dq --keep 10%% --model llama-shape -o runs/worth",
            "  pith evaluate runs/tuned --task mmlu.jsonl --examples mmlu-dev.jsonl -o runs/mmlu"
        })
final class EvaluateCommand implements Callable<Integer> {
    private static final String RESULT = "table";
    private static final String OUTPUT = "--output";

    /** Where the options are that a task takes. */
    private static final Set<Class<?>> OF_TASK =
            Set.of(TaskOptions.class, SeedOption.class, WorkOptions.class, CommonOptions.class);

    @Spec
    private CommandSpec spec;

    @Mixin
    private SourceArguments sourceArguments;

    @Parameters(index = "1..*", paramLabel = "RUN", description = "More runs with a selection from the same source.")
    private List<Path> moreRuns = new ArrayList<>();

    @Option(
            names = {"-o", OUTPUT},
            paramLabel = "RUN",
            description = "Directory of the run that gets the table (default: the first run given).")
    private @Nullable Path output;

    @Mixin
    private SweepOptions sweepOptions;

    @Option(
            names = "--model",
            paramLabel = "DIR|SHAPE",
            description = "Of records of text: the language model that learns their answers, a folder (config.json,"
                    + " model.safetensors, tokenizer.json) or random weights of gpt2-shape, llama-shape or gpt2-124m."
                    + " Its loss is measured on held-out answers, at equal records and at equal tokens.")
    private @Nullable String model;

    @Option(
            names = "--holdout",
            paramLabel = "HOW-MANY",
            description = "Of records of text: how many are held out to test on, a share (10%%, 0.1) or a count;"
                    + " with --test besides those of that file (default: " + AnswerSettings.DEFAULT_HOLDOUT
                    + "%, and none with --test).")
    private @Nullable Budget holdout;

    @Mixin
    private TaskOptions taskOptions;

    @Mixin
    private ConditionOptions conditionOptions;

    @Option(
            names = "--soft-labels",
            description = "Train on everything in the table once more with what a network says in place of labels: the"
                    + " one behind the features, of several runs that of the first.")
    private boolean softLabels;

    @Mixin
    private TemperatureOption temperature;

    @Mixin
    private TestOptions testOptions;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        Path task = taskOptions.file();
        if (task != null) {
            answer(task);
            return 0;
        }
        if (model != null) {
            evaluateRecords(conditionOptions.answers(model, holdout, seed.value()));
            return 0;
        }
        if (holdout != null) {
            throw new IllegalArgumentException("--holdout is for records of text, with --model; images take --test");
        }
        Conditions conditions = conditionOptions.conditions(seed.value());
        if (sweepOptions.isAsked()) {
            sweep(conditions, sweepOptions.sweep(seed.value()));
        } else {
            evaluateRuns(conditions);
        }
        return 0;
    }

    private void evaluateRuns(Conditions conditions) {
        List<Path> runs = new ArrayList<>(List.of(Path.of(sourceArguments.name())));
        runs.addAll(moreRuns);
        SelectionEvaluation evaluation = SelectionEvaluation.ofRuns(runs);
        evaluate(evaluation, conditions, output == null ? runs.get(0) : output);
    }

    private void sweep(Conditions conditions, Sweep sweep) {
        if (!moreRuns.isEmpty()) {
            throw new IllegalArgumentException(
                    "--methods makes selections from one source or run; leave out " + moreRuns.get(0));
        }
        if (RunOrSource.isRun(sourceArguments)) {
            Path run = Path.of(sourceArguments.name());
            OutputOption.refuse(output, run, RESULT);
            evaluate(SelectionEvaluation.ofRun(sweep), conditions, run);
            return;
        }
        Path directory = OutputOption.required(output, sourceArguments.name());
        SelectionEvaluation evaluation = SelectionEvaluation.of(sourceArguments.reference(), sweep)
                .conditions(conditions)
                .softLabels(temperature.value(softLabels))
                .test(testOptions.value());
        try (Source source = sourceArguments.open(common);
                Session session = common.open(directory, work, seed.value())) {
            print(session, directory, evaluation.perform(session, source));
        }
    }

    private void evaluateRecords(AnswerSettings settings) {
        if (!sweepOptions.isAsked() || !moreRuns.isEmpty()) {
            throw new IllegalArgumentException(
                    "--model evaluates selections of one source or run, by the methods that --methods names");
        }
        RecordEvaluation evaluation = new RecordEvaluation(sweepOptions.sweep(seed.value()), settings);
        if (holdout == null) {
            evaluation.test(testOptions.value());
        } else {
            evaluation.testBesides(testOptions.value());
        }
        RunOrSource.with(
                sourceArguments,
                output,
                common,
                work,
                new RunOrSource.Job<>(
                        RESULT,
                        source -> RecordSource.require(source, "which --model learns from"),
                        seed.value(),
                        (session, records, run) -> print(session, run, evaluation.perform(session, records))));
    }

    private void answer(Path task) {
        refuseOthers();
        TaskSettings settings = taskOptions.settings(Path.of(sourceArguments.name()));
        Path directory = OutputOption.required(output, task.toString());
        SourceReference reference = SourceReference.of(task.toString());
        try (Source source = reference.open(common.messages())) {
            TaskStep step = new TaskStep(source, settings);
            try (Session session = common.open(directory, work, seed.value())) {
                session.about(source, reference);
                Answered answered = step.perform(session);
                new TaskSummary(directory, task.toString(), answered).print(common.console());
            }
        }
    }

    /** Refuses what is for trainings, which would go unheard. */
    private void refuseOthers() {
        if (!moreRuns.isEmpty()) {
            throw new IllegalArgumentException("--task asks one model, SOURCE; leave out " + moreRuns.get(0));
        }
        for (ArgSpec given : spec.commandLine().getParseResult().matchedArgs()) {
            if (given instanceof OptionSpec option
                    && !option.longestName().equals(OUTPUT)
                    && !OF_TASK.contains(declaring(option))) {
                throw new IllegalArgumentException(option.longestName() + " is not for --task, which asks one model");
            }
        }
    }

    private static Class<?> declaring(OptionSpec option) {
        return ((Member) option.userObject()).getDeclaringClass();
    }

    private void evaluate(SelectionEvaluation evaluation, Conditions conditions, Path run) {
        evaluation
                .conditions(conditions)
                .softLabels(temperature.value(softLabels))
                .test(testOptions.value());
        try (Session session = common.open(run, work, seed.value())) {
            print(session, run, evaluation.perform(session));
        }
    }

    private void print(Session session, Path run, Evaluated evaluated) {
        EvaluationTable table = new EvaluationTable(evaluated.rows());
        Manifest.Samples samples = session.samples();
        if (common.console().json()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("run", run.toString());
            result.put("source", samples.name());
            result.put("n", samples.n());
            result.put("test", evaluated.tested());
            result.put("rows", table.json());
            if (!evaluated.choices().isEmpty()) {
                result.put("choices", ChoiceSummary.json(evaluated.choices()));
            }
            common.console().printJson(result);
            return;
        }
        PrintWriter out = common.console().out();
        out.printf("%s: %,d samples, tested on %,d others%n%n", samples.name(), samples.n(), evaluated.tested());
        table.print(out);
        out.println();
        evaluated.choices().forEach(made -> out.println(ChoiceSummary.line(made)));
        out.println(run.resolve(EvaluationFile.NAME) + " holds the table, and pith report " + run + " draws it");
    }
}
