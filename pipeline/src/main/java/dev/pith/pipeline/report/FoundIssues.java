package dev.pith.pipeline.report;

import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import dev.pith.pipeline.check.CheckSettings;
import dev.pith.pipeline.check.Checked;
import dev.pith.pipeline.check.Issue;
import dev.pith.pipeline.check.IssueKind;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.report.Findings;
import dev.pith.report.Findings.Group;
import dev.pith.report.Findings.Row;
import dev.pith.report.Findings.Shown;
import dev.pith.report.Thumbnail;
import dev.pith.run.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the check of a run found, for a page: all counts, and of each kind some images. However much was found, the
 * page holds some 200 pictures at most.
 */
final class FoundIssues {
    private static final int CLUSTERS = 10;
    private static final int COPIES = 5; // beside the one that stays
    private static final int PAIRS = 10;
    private static final int LABELS = 24;
    private static final int OTHERS = 12;

    private final Session session;
    private final Checked checked;
    private final @Nullable Source source;
    private final List<String> notes;
    private final List<Group> groups = new ArrayList<>();

    private FoundIssues(Session session, @Nullable Source source, List<String> notes) {
        this.session = session;
        this.checked = Checked.of(session.run());
        this.source = source;
        this.notes = notes;
    }

    static boolean areIn(Session session) {
        return session.run().manifest().step(Step.CHECK).isPresent();
    }

    /**
     * Reads them.
     *
     * @param source null where it cannot be read any more
     * @param notes gets what cannot be shown, a sentence each
     */
    static Findings of(Session session, @Nullable Source source, List<String> notes) {
        return new FoundIssues(session, source, notes).findings();
    }

    private Findings findings() {
        addClusters();
        addLeaks();
        addTwoLabels();
        for (IssueKind kind : IssueKind.values()) {
            if (!isOfTwo(kind)) {
                addOnes(kind);
            }
        }
        List<Findings.Count> counts = new ArrayList<>();
        checked.counts()
                .forEach((kind, count) -> counts.add(new Findings.Count(kind.toString(), count, (int)
                        of(kind).stream().filter(Issue::excluded).count())));
        return new Findings(
                checked.namedRightly().isPresent() ? checked.namedRightly().getAsDouble() : null,
                checked.excluded().length,
                counts,
                groups);
    }

    private static boolean isOfTwo(IssueKind kind) {
        return switch (kind) {
            case COPY, NEAR_COPY, LEAK, TWO_LABELS -> true;
            case UNREADABLE, WRONG_LABEL, BLANK, OUTLIER, DARK, LIGHT, BLURRED, ODD_SIZE -> false;
        };
    }

    private List<Issue> of(IssueKind kind) {
        return checked.issues().stream().filter(issue -> issue.kind() == kind).toList();
    }

    private void add(String kind, int total, List<Row> rows) {
        if (!rows.isEmpty()) {
            groups.add(new Group(kind, total, rows));
        }
    }

    /** The largest come first, then those that are least alike: equal pixels need no second look. */
    private void addClusters() {
        Map<String, List<Issue>> byKept = new LinkedHashMap<>();
        for (Issue issue : checked.issues()) {
            if (issue.kind() == IssueKind.COPY || issue.kind() == IssueKind.NEAR_COPY) {
                byKept.computeIfAbsent(Objects.requireNonNull(issue.other()), kept -> new ArrayList<>())
                        .add(issue);
            }
        }
        List<Map.Entry<String, List<Issue>>> shown = byKept.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, List<Issue>> cluster) ->
                                -cluster.getValue().size())
                        .thenComparingDouble(cluster -> least(cluster.getValue())))
                .limit(CLUSTERS)
                .toList();
        Map<String, Integer> ids =
                ids(source, shown.stream().map(Map.Entry::getKey).toList());
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, List<Issue>> cluster : shown) {
            List<Shown> images = new ArrayList<>();
            images.add(shown(source, ids.get(cluster.getKey()), cluster.getKey()));
            cluster.getValue().stream().limit(COPIES).map(this::shown).forEach(images::add);
            int count = cluster.getValue().size();
            double least = least(cluster.getValue());
            String alike = likeness(least) + (count > 1 && least < 1 ? " or more" : "");
            rows.add(new Row(count == 1 ? alike : count + " copies, " + alike, images));
        }
        add(Findings.COPIES, byKept.size(), rows);
    }

    private static double least(List<Issue> issues) {
        return issues.stream().mapToDouble(Issue::score).min().orElse(1);
    }

    private static String likeness(double score) {
        return score >= 1 ? "equal pixels" : String.format(Locale.ROOT, "alike by %.4f", score);
    }

    private void addLeaks() {
        List<Issue> leaks = of(IssueKind.LEAK);
        List<Issue> shown = leaks.stream().limit(PAIRS).toList();
        if (shown.isEmpty()) {
            return;
        }
        try (Source test = test()) {
            add(IssueKind.LEAK.toString(), leaks.size(), pairs(shown, test));
        }
    }

    private @Nullable Source test() {
        CheckSettings settings = CheckSettings.of(
                session.run().manifest().step(Step.CHECK).orElseThrow().configuration());
        try {
            return SourceReference.of(session.samples())
                    .test(settings.against())
                    .map(reference -> reference.open(session.messages()))
                    .orElse(null);
        } catch (PithException e) {
            notes.add("The test images cannot be read any more, so they are not shown (" + e.getMessage() + ").");
            return null;
        }
    }

    /** Each pair is listed from both sides, and shown once. */
    private void addTwoLabels() {
        List<Issue> once = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Issue issue : of(IssueKind.TWO_LABELS)) {
            String other = Objects.requireNonNull(issue.other());
            if (!seen.contains(other + '\n' + key(issue.id()))) {
                seen.add(key(issue.id()) + '\n' + other);
                once.add(issue);
            }
        }
        add(
                IssueKind.TWO_LABELS.toString(),
                once.size(),
                pairs(once.stream().limit(PAIRS).toList(), source));
    }

    private List<Row> pairs(List<Issue> issues, @Nullable Source others) {
        Map<String, Integer> ids = ids(others, issues.stream().map(Issue::other).toList());
        List<Row> rows = new ArrayList<>();
        for (Issue issue : issues) {
            String other = Objects.requireNonNull(issue.other());
            Shown beside = shown(others, ids.get(other), other);
            Shown known = others == source ? beside : new Shown(null, beside.key(), beside.label(), beside.content());
            rows.add(new Row(
                    issue.kind() == IssueKind.TWO_LABELS ? issue.note() : likeness(issue.score()),
                    List.of(shown(issue), known)));
        }
        return rows;
    }

    private void addOnes(IssueKind kind) {
        List<Issue> all = of(kind);
        List<Row> rows = all.stream()
                .limit(kind == IssueKind.WRONG_LABEL ? LABELS : OTHERS)
                .map(issue -> new Row(issue.note(), List.of(shown(issue))))
                .toList();
        add(kind.toString(), all.size(), rows);
    }

    private String key(int id) {
        return source == null ? "id " + id : source.key(id);
    }

    private Shown shown(Issue issue) {
        return shown(source, issue.id(), key(issue.id()));
    }

    private static Shown shown(@Nullable Source source, @Nullable Integer id, String key) {
        return source == null || id == null
                ? new Shown(id, key, "", null)
                : new Shown(id, key, label(source, id), picture(source, id));
    }

    private static String label(Source source, int id) {
        Labels labels = source.labels().orElse(null);
        return labels == null || labels.names().isEmpty() ? "" : String.valueOf(labels.name(id));
    }

    /** An image that cannot be read is no reason to go without a page. */
    private static @Nullable String picture(Source source, int id) {
        try {
            return source instanceof ImageSource images ? Thumbnail.dataUri(images.image(id)) : null;
        } catch (PithException e) {
            return null;
        }
    }

    /** Returns the ids of some keys, as far as the source has them. */
    private static Map<String, Integer> ids(@Nullable Source source, Collection<@Nullable String> keys) {
        Map<String, Integer> ids = new HashMap<>();
        Set<@Nullable String> wanted = new HashSet<>(keys);
        for (int id = 0; source != null && id < source.size(); id++) {
            String key = source.key(id);
            if (wanted.contains(key)) {
                ids.putIfAbsent(key, id);
            }
        }
        return ids;
    }
}
