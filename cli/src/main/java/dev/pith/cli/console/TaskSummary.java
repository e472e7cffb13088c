package dev.pith.cli.console;

import dev.pith.pipeline.language.Answered;
import dev.pith.pipeline.language.Answered.Subject;
import dev.pith.pipeline.session.RunFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code pith evaluate --task} prints. */
public final class TaskSummary {
    private final Path run;
    private final String task;
    private final Answered answered;

    /**
     * Sums answers up.
     *
     * @param run as the user wrote it
     * @param task the file of questions
     */
    public TaskSummary(Path run, String task, Answered answered) {
        this.run = run;
        this.task = task;
        this.answered = answered;
    }

    public void print(Console console) {
        if (console.json()) {
            Map<String, Object> summary = new LinkedHashMap<>();
            summary.put("run", run.toString());
            summary.put("task", task);
            summary.put("questions", answered.questions());
            summary.put("accuracy", answered.accuracy());
            summary.put("error", answered.error());
            summary.put("accuracyByLength", answered.accuracyByLength());
            summary.put("cut", answered.cut());
            summary.put("subjects", answered.subjects());
            console.printJson(summary);
        } else {
            printText(console.out());
        }
    }

    private void printText(PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s: %,d questions, %.1f %% answered rightly (standard error %.1f)%n",
                task,
                answered.questions(),
                100 * answered.accuracy(),
                100 * answered.error());
        if (answered.accuracyByLength() != answered.accuracy()) {
            out.printf(
                    Locale.ROOT,
                    "%.1f %% when likelihoods are divided by the lengths of the choices%n",
                    100 * answered.accuracyByLength());
        }
        if (answered.cut() > 0) {
            out.println(
                    answered.cut() + " prompts are longer than what the model reads, and were cut at their beginning");
        }
        List<Subject> subjects = answered.subjects();
        if (subjects.size() > 1) {
            out.println();
            int width = subjects.stream()
                    .mapToInt(each -> each.name().length())
                    .max()
                    .orElse(0);
            for (Subject each : subjects) {
                out.printf(
                        Locale.ROOT,
                        "%-" + width + "s  %5.1f %% of %,d%n",
                        each.name(),
                        100 * each.accuracy(),
                        each.questions());
            }
            out.printf(
                    Locale.ROOT, "%-" + width + "s  %5.1f %%%n", "mean of subjects", 100 * answered.meanOfSubjects());
        }
        out.println();
        out.println(run.resolve(RunFiles.TASK) + " holds every answer");
    }
}
