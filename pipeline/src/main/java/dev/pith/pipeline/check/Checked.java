package dev.pith.pipeline.check;

import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.Run;
import dev.pith.run.Step;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a check found.
 *
 * @param issues by kind, and of each kind the gravest first
 * @param namedRightly the share of the images, from 0 to 1, that networks name rightly that have not learned from them;
 *     none where no network looked. The lower it is, the less their list of wrong labels says
 */
public record Checked(List<Issue> issues, OptionalDouble namedRightly) {
    /** What the manifest calls the share of the images that are named rightly. */
    static final String NAMED_RIGHTLY = "named rightly";

    /** Copies the list. */
    public Checked {
        issues = List.copyOf(issues);
    }

    /**
     * Reads what the step {@code check} of a run found.
     *
     * @throws dev.pith.PithException when its files are not as they were written
     */
    public static Checked of(Run run) {
        String right = run.require(Step.CHECK, "pith check").facts().get(NAMED_RIGHTLY);
        return new Checked(
                IssueFile.read(run.file(RunFiles.ISSUES)),
                right == null ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(right)));
    }

    /** Returns the ids that are better left out, ascending. */
    public int[] excluded() {
        return excluded(issues);
    }

    static int[] excluded(List<Issue> issues) {
        return issues.stream()
                .filter(Issue::excluded)
                .mapToInt(Issue::id)
                .distinct()
                .sorted()
                .toArray();
    }

    /** Returns how many issues of each kind there are; none of kinds that were not found. */
    public Map<IssueKind, Integer> counts() {
        return counts(issues);
    }

    static Map<IssueKind, Integer> counts(List<Issue> issues) {
        Map<IssueKind, Integer> counts = new EnumMap<>(IssueKind.class);
        issues.forEach(issue -> counts.merge(issue.kind(), 1, Integer::sum));
        return counts;
    }
}
