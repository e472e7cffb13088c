package dev.pith.pipeline.condense;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.CsvText;
import dev.pith.run.Run;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What condensed images are worth.
 *
 * @param rows of the table: condensed images beside as many real ones, and everything
 * @param scores one for each network
 * @param tested how many images networks were tested on
 */
public record CondensedEvaluation(List<Row> rows, List<Score> scores, int tested) {
    /**
     * The scores of DD-Ranking (Li et al. 2024) with hard labels, shares of all test images.
     *
     * @param lost accuracy against training on everything; empty when that was not tried
     * @param overRandom accuracy above that of as many random images
     */
    public record Score(String network, OptionalDouble lost, double overRandom) {}

    /** Copies the lists. */
    public CondensedEvaluation {
        rows = List.copyOf(rows);
        scores = List.copyOf(scores);
    }

    /** Reads what the step left in a run. */
    static CondensedEvaluation of(Run run, int tested) {
        return new CondensedEvaluation(
                EvaluationFile.read(run.file(EvaluationFile.NAME)), scores(run.file(RunFiles.SCORES)), tested);
    }

    private static List<Score> scores(Path file) {
        List<Score> scores = new ArrayList<>();
        try {
            for (List<String> row : CsvText.read(file, RunFiles.SCORES_HEADER)) {
                scores.add(new Score(
                        row.get(0),
                        row.get(1).isEmpty()
                                ? OptionalDouble.empty()
                                : OptionalDouble.of(Double.parseDouble(row.get(1))),
                        Double.parseDouble(row.get(2))));
            }
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return scores;
    }
}
