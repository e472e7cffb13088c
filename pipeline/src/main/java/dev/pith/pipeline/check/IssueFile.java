package dev.pith.pipeline.check;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Choices;
import dev.pith.run.CsvText;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Issues as {@value RunFiles#ISSUES}. */
public final class IssueFile {
    private IssueFile() {}

    static void write(Path file, List<Issue> issues, Source source) throws IOException {
        StringBuilder csv = new StringBuilder(RunFiles.ISSUES_HEADER).append('\n');
        for (Issue issue : issues) {
            String other = issue.other();
            csv.append(issue.id())
                    .append(',')
                    .append(CsvText.quoted(source.key(issue.id())))
                    .append(',')
                    .append(issue.kind())
                    .append(',')
                    .append(rounded(issue.score()))
                    .append(',')
                    .append(other == null ? "" : CsvText.quoted(other))
                    .append(',')
                    .append(CsvText.quoted(issue.note()))
                    .append(',')
                    .append(issue.excluded() ? 1 : 0)
                    .append('\n');
        }
        Files.writeString(file, csv);
    }

    /** Rounds towards 0, so that 1 is what is equal, or as sure as can be. */
    private static String rounded(double score) {
        return new BigDecimal(score).setScale(4, RoundingMode.DOWN).toPlainString();
    }

    /**
     * Reads issues.
     *
     * @throws PithException when the file is no list of issues
     */
    public static List<Issue> read(Path file) {
        List<Issue> issues = new ArrayList<>();
        try {
            for (List<String> row : CsvText.read(file, RunFiles.ISSUES_HEADER)) {
                issues.add(new Issue(
                        Integer.parseInt(row.get(0)),
                        Choices.of(IssueKind.class, row.get(2)),
                        Double.parseDouble(row.get(3)),
                        row.get(4).isEmpty() ? null : row.get(4),
                        row.get(5),
                        row.get(6).equals("1")));
            }
            return issues;
        } catch (IOException | IllegalArgumentException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
