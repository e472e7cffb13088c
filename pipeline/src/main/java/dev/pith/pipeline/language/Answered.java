package dev.pith.pipeline.language;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.CsvText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a language model answered the questions of a task.
 *
 * @param subjects in the order of the file; one with an empty name where the file names none
 * @param cut how many prompts were cut at their beginning, as the model reads no more
 */
public record Answered(List<Subject> subjects, int cut) {
    /** Copies the list. */
    public Answered {
        subjects = List.copyOf(subjects);
    }

    /**
     * The questions of a subject.
     *
     * @param right how many were answered rightly
     * @param rightByLength likewise, when the likelihoods of texts are divided by their lengths; as {@code right} where
     *     no texts were compared
     */
    public record Subject(String name, int questions, int right, int rightByLength) {
        /** Returns the share of questions that were answered rightly. */
        public double accuracy() {
            return (double) right / questions;
        }

        private Subject with(Subject more) {
            return new Subject(
                    name, questions + more.questions, right + more.right, rightByLength + more.rightByLength);
        }
    }

    /**
     * Reads what a step wrote.
     *
     * @throws dev.pith.PithException when the file cannot be read
     */
    static Answered read(Path file) {
        Map<String, Subject> subjects = new LinkedHashMap<>();
        int cut = 0;
        try {
            for (List<String> row : CsvText.read(file, RunFiles.TASK_HEADER)) {
                Subject one = new Subject(row.get(2), 1, Integer.parseInt(row.get(5)), Integer.parseInt(row.get(6)));
                subjects.merge(row.get(2), one, Subject::with);
                cut += Integer.parseInt(row.get(7));
            }
        } catch (IOException | NumberFormatException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + "); ask anew with `force`", e);
        }
        return new Answered(List.copyOf(subjects.values()), cut);
    }

    /** Returns how many questions there are. */
    public int questions() {
        return subjects.stream().mapToInt(Subject::questions).sum();
    }

    /** Returns the share of questions that were answered rightly. */
    public double accuracy() {
        return (double) subjects.stream().mapToInt(Subject::right).sum() / questions();
    }

    /** Returns the mean of the subjects' shares, each counting the same. */
    public double meanOfSubjects() {
        return subjects.stream().mapToDouble(Subject::accuracy).average().orElse(Double.NaN);
    }

    /** Returns that share when likelihoods are divided by lengths. */
    public double accuracyByLength() {
        return (double) subjects.stream().mapToInt(Subject::rightByLength).sum() / questions();
    }

    /** Returns the standard error of {@link #accuracy}, the questions being drawn from all there could be. */
    public double error() {
        double share = accuracy();
        return Math.sqrt(share * (1 - share) / questions());
    }
}
