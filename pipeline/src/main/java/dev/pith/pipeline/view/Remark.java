package dev.pith.pipeline.view;

import dev.pith.PithException;
import dev.pith.pipeline.check.Issue;
import dev.pith.pipeline.check.IssueFile;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.CsvText;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has to say about one sample beside where it lies: an issue that a check found, a record that it repeats,
 * why it was left out.
 *
 * @param kind a word for it, as {@code pith check} has it
 * @param score how grave it is, as {@link Issue} has it; NaN where there is none
 * @param other the key of the sample that it is, or looks like; null without one
 * @param note what else there is to say; may be empty
 */
record Remark(int id, String kind, double score, @Nullable String other, String note) {
    private static final String REPEATS = "repeats";
    private static final String LEFT_OUT = "cannot-be-used";

    /**
     * Reads all lists of a run.
     *
     * @param notes hears of lists that cannot be read
     */
    static List<Remark> read(Path run, Manifest manifest, List<String> notes) {
        List<Remark> remarks = new ArrayList<>();
        if (manifest.step(Step.CHECK).isPresent()) {
            try {
                for (Issue issue : IssueFile.read(run.resolve(RunFiles.ISSUES))) {
                    remarks.add(new Remark(
                            issue.id(), issue.kind().toString(), issue.score(), issue.other(), issue.note()));
                }
            } catch (PithException e) {
                notes.add("The issues are not shown (" + e.getMessage() + ").");
            }
        }
        rows(run.resolve(RunFiles.DUPLICATES), RunFiles.DUPLICATES_HEADER, notes)
                .forEach(row -> remarks.add(new Remark(
                        Integer.parseInt(row.get(0)), REPEATS, Double.parseDouble(row.get(4)), row.get(3), "")));
        rows(run.resolve(RunFiles.SKIPPED), RunFiles.SKIPPED_HEADER, notes)
                .forEach(row ->
                        remarks.add(new Remark(Integer.parseInt(row.get(0)), LEFT_OUT, Double.NaN, null, row.get(2))));
        return remarks;
    }

    private static List<List<String>> rows(Path file, String header, List<String> notes) {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            return CsvText.read(file, header);
        } catch (IOException e) {
            notes.add(file.getFileName() + " is not shown (" + e.getMessage() + ").");
            return List.of();
        }
    }
}
