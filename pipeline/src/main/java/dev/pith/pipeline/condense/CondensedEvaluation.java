package dev.pith.pipeline.condense;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.CsvText;
import dev.pith.run.Run;
import dev.pith.torch.condense.RecoveryScore;
import dev.pith.torch.condense.SyntheticLabels;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What condensed images are worth.
 *
 * @param rows of the table: condensed images beside as many real ones, and everything
 * @param scores of each network, by hard labels and by those of the images
 * @param tested how many images networks were tested on
 */
public record CondensedEvaluation(List<Row> rows, List<Score> scores, int tested) {
    /**
     * The scores of a network, see {@link RecoveryScore}: shares of all test images.
     *
     * @param labels that the images, and random ones beside them, were learned with
     * @param recovery by how much networks that are trained on everything are better; NaN when none was
     * @param recoveryInterval half-width of its 95 % confidence interval; NaN for one seed
     * @param overRandom accuracy above that of as many random images
     * @param overRandomInterval likewise
     */
    public record Score(
            String network,
            SyntheticLabels labels,
            double recovery,
            double recoveryInterval,
            double overRandom,
            double overRandomInterval) {}

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
                        SyntheticLabels.valueOf(row.get(1).toUpperCase(Locale.ROOT)),
                        EvaluationFile.number(row.get(2)),
                        EvaluationFile.number(row.get(3)),
                        EvaluationFile.number(row.get(4)),
                        EvaluationFile.number(row.get(5))));
            }
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return scores;
    }
}
