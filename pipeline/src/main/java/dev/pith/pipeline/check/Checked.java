package dev.pith.pipeline.check;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What a check found.
 *
 * @param issues by kind, and of each kind the gravest first
 * @param excluded the ids that are better left out, ascending; not copied
 */
public record Checked(List<Issue> issues, int[] excluded) {
    /** Copies the list. */
    public Checked {
        issues = List.copyOf(issues);
    }

    /** Returns how many issues of each kind there are; none of kinds that were not found. */
    public Map<IssueKind, Integer> counts() {
        Map<IssueKind, Integer> counts = new EnumMap<>(IssueKind.class);
        issues.forEach(issue -> counts.merge(issue.kind(), 1, Integer::sum));
        return counts;
    }
}
