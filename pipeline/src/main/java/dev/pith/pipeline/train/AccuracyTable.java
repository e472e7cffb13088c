package dev.pith.pipeline.train;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.CsvText;
import dev.pith.torch.train.Evaluation;
import java.util.List;

/** How well the classes are named, as a table. */
public final class AccuracyTable {
    private AccuracyTable() {}

    /** Returns the lines of {@value RunFiles#ACCURACY}. */
    public static String of(Evaluation result, List<String> classNames) {
        StringBuilder csv = new StringBuilder(RunFiles.ACCURACY_HEADER).append('\n');
        for (int c = 0; c < classNames.size(); c++) {
            csv.append(CsvText.quoted(classNames.get(c)))
                    .append(',')
                    .append(result.correct()[c])
                    .append(',')
                    .append(result.total()[c])
                    .append('\n');
        }
        return csv.toString();
    }
}
