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
import java.util.function.Function;
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
     * @param n how many samples there are
     * @param notes hears of lists that cannot be read, or that speak of other samples
     */
    static List<Remark> read(Path run, Manifest manifest, int n, List<String> notes) {
        List<Remark> remarks = new ArrayList<>();
        if (manifest.step(Step.CHECK).isPresent()) {
            try {
                List<Remark> issues = new ArrayList<>();
                for (Issue issue : IssueFile.read(run.resolve(RunFiles.ISSUES))) {
                    requireSample(issue.id(), n);
                    issues.add(new Remark(
                            issue.id(), issue.kind().toString(), issue.score(), issue.other(), issue.note()));
                }
                remarks.addAll(issues);
            } catch (PithException | IllegalArgumentException e) {
                notes.add(RunFiles.ISSUES + " is not shown (" + e.getMessage() + ").");
            }
        }
        remarks.addAll(rows(
                run.resolve(RunFiles.DUPLICATES),
                RunFiles.DUPLICATES_HEADER,
                n,
                notes,
                row -> new Remark(
                        Integer.parseInt(row.get(0)), REPEATS, Double.parseDouble(row.get(4)), row.get(3), "")));
        remarks.addAll(rows(
                run.resolve(RunFiles.SKIPPED),
                RunFiles.SKIPPED_HEADER,
                n,
                notes,
                row -> new Remark(Integer.parseInt(row.get(0)), LEFT_OUT, Double.NaN, null, row.get(2))));
        return remarks;
    }

    private static List<Remark> rows(
            Path file, String header, int n, List<String> notes, Function<List<String>, Remark> remark) {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Remark> remarks = new ArrayList<>();
        try {
            for (List<String> row : CsvText.read(file, header)) {
                Remark made = remark.apply(row);
                requireSample(made.id(), n);
                remarks.add(made);
            }
            return remarks;
        } catch (IOException e) {
            notes.add(file.getFileName() + " is not shown (" + e.getMessage() + ").");
        } catch (IllegalArgumentException e) { // somebody has edited it
            notes.add(file.getFileName() + " is not shown (row " + (remarks.size() + 1) + ": " + e.getMessage() + ").");
        }
        return List.of();
    }

    private static void requireSample(int id, int n) {
        if (id < 0 || id >= n) {
            throw new IllegalArgumentException("there is no sample " + id + "; ids go from 0 to " + (n - 1));
        }
    }
}
