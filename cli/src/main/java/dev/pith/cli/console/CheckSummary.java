package dev.pith.cli.console;

import dev.pith.data.Source;
import dev.pith.pipeline.check.Checked;
import dev.pith.pipeline.check.Issue;
import dev.pith.pipeline.check.IssueKind;
import dev.pith.pipeline.session.RunFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code pith check} prints: how many issues of each kind there are, and the gravest of each. */
public final class CheckSummary {
    private static final int NAMED = 3;

    private final Path run;
    private final Source source;
    private final Checked checked;

    /**
     * Sums a check up.
     *
     * @param run as the user wrote it
     */
    public CheckSummary(Path run, Source source, Checked checked) {
        this.run = run;
        this.source = source;
        this.checked = checked;
    }

    public void print(Console console) {
        Map<IssueKind, Integer> counts = checked.counts();
        if (console.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("run", run.toString());
            json.put("source", source.name());
            json.put("n", source.size());
            Map<String, Integer> issues = new LinkedHashMap<>();
            counts.forEach((kind, count) -> issues.put(kind.toString(), count));
            json.put("issues", issues);
            json.put("excluded", checked.excluded().length);
            checked.namedRightly().ifPresent(share -> json.put("namedRightly", share));
            console.printJson(json);
            return;
        }
        PrintWriter out = console.out();
        out.println(String.format(Locale.ROOT, "%s: %,d images", source.name(), source.size()));
        if (counts.isEmpty()) {
            out.println("nothing was found");
        } else {
            out.println();
            out.println(String.format(Locale.ROOT, "%-12s %7s   %s", "issue", "images", "the gravest"));
        }
        counts.forEach((kind, count) -> {
            List<Issue> first = new ArrayList<>();
            checked.issues().stream()
                    .filter(issue -> issue.kind() == kind)
                    .limit(NAMED)
                    .forEach(first::add);
            out.println(String.format(Locale.ROOT, "%-12s %,7d   %s", kind, count, text(first.get(0))));
            first.stream()
                    .skip(1)
                    .forEach(issue -> out.println(String.format(Locale.ROOT, "%-12s %7s   %s", "", "", text(issue))));
        });
        out.println();
        checked.namedRightly().ifPresent(share -> out.println(networks(share)));
        out.println("All of them: " + run.resolve(RunFiles.ISSUES));
        if (checked.excluded().length > 0) {
            out.println(String.format(
                    Locale.ROOT,
                    "Better left out: %,d images, %s; pith quantize, select and sample do so with --exclude issues",
                    checked.excluded().length,
                    run.resolve(RunFiles.EXCLUDE)));
        }
    }

    /** Returns how far the list of wrong labels can be trusted. */
    private String networks(double share) {
        String right = String.format(
                Locale.ROOT,
                "Networks name %.1f %% of the images rightly that they have not learned from",
                100 * share);
        List<Issue> wrong = checked.issues().stream()
                .filter(issue -> issue.kind() == IssueKind.WRONG_LABEL)
                .toList();
        return wrong.isEmpty()
                ? right
                : String.format(
                        Locale.ROOT,
                        "%s; of the %,d labels they doubt, the %,d that they are sure of are left out",
                        right,
                        wrong.size(),
                        wrong.stream().filter(Issue::excluded).count());
    }

    private String text(Issue issue) {
        StringBuilder text = new StringBuilder(source.key(issue.id()));
        if (issue.other() != null) {
            text.append(" = ").append(issue.other());
        }
        if (!issue.note().isEmpty()) {
            text.append(": ").append(issue.note());
        }
        return text.toString();
    }
}
