package dev.pith.pipeline.check;

import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.ImageSource;
import dev.pith.data.Source;
import dev.pith.data.check.Copies;
import dev.pith.data.check.ImageLooks;
import dev.pith.data.check.ImageMeasures;
import dev.pith.data.check.ImagePrint;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.selection.SampleList;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code check}: looks for what may be wrong with the images of a source, and lists it. Nothing is left out by
 * it; {@value RunFiles#EXCLUDE} is a list for whoever wants to.
 *
 * <ol>
 *   <li>By pixels alone: copies among the images and of test images, and what is blank, dark, light, blurred or of an
 *       odd size.
 *   <li>Unless that is not wanted, where there are labels of two classes, by networks that have not learned from an
 *       image: which labels are wrong, and which images lie far from all others.
 * </ol>
 */
public final class CheckStep {
    /** Of images of any shape, as far as it matters to whether there is a network of a name. */
    private static final InputShape ANY_SHAPE = new InputShape(3, FeatureTraining.MOST_SIDE, FeatureTraining.MOST_SIDE);

    private final Session session;
    private final ImageSource source;
    private final CheckSettings settings;

    /**
     * Prepares the step.
     *
     * @param source that the run is about
     * @throws PithException when it holds no images, or there is no such network
     */
    public CheckStep(Session session, Source source, CheckSettings settings) {
        this.session = session;
        this.source = require(source);
        if (!settings.net().equals(CheckSettings.NO_NETWORK)) {
            Networks.resolve(settings.net(), ANY_SHAPE);
        }
        this.settings = settings;
    }

    /**
     * Refuses a source that cannot be checked, before there is a run.
     *
     * @throws PithException when it holds no images
     */
    public static ImageSource require(Source source) {
        if (source instanceof ImageSource images) {
            return images;
        }
        throw new PithException(source.name() + ": holds no images, and images are what is checked; texts that repeat"
                + " others are found with `dedup`");
    }

    /**
     * Returns what was found, now or before.
     *
     * @throws PithException when the source is compared with itself
     */
    public Checked perform() {
        Optional<SourceReference> against =
                SourceReference.of(session.samples()).test(settings.against());
        Map<String, String> map = settings.toMap();
        try (Source test =
                against.map(reference -> reference.open(session.messages())).orElse(null)) {
            if (test != null) {
                map.put("against fingerprint", test.fingerprint());
                if (test.fingerprint().equals(source.fingerprint())) {
                    throw new PithException(test.name() + ": is the source itself; give other images with `against`");
                }
            }
            ImageSource testImages = test == null ? null : require(test);
            session.perform(Step.CHECK, map, staging -> write(staging, find(staging, testImages)));
        }
        return Checked.of(session.run());
    }

    private void write(Staging staging, List<Issue> issues) throws IOException {
        issues.sort(Comparator.comparing(Issue::kind)
                .thenComparing(Comparator.comparingDouble((Issue issue) -> Math.abs(issue.score()))
                        .reversed())
                .thenComparingInt(Issue::id));
        int[] excluded = Checked.excluded(issues);
        IssueFile.write(staging.file(RunFiles.ISSUES), issues, source);
        Keys keys = Keys.of(source.size(), source::key);
        Files.writeString(staging.file(RunFiles.EXCLUDE), SampleList.text(excluded, keys));
        Map<IssueKind, Integer> counts = Checked.counts(issues);
        counts.forEach((kind, count) -> staging.note(kind.toString(), Integer.toString(count)));
        staging.note("excluded", Integer.toString(excluded.length));
    }

    private List<Issue> find(Staging staging, @Nullable ImageSource test) throws IOException {
        List<Issue> issues = new ArrayList<>();
        ImageLooks looks;
        try (TaskProgress progress = looking(source)) {
            looks = ImageLooks.of(source, session.threads(), progress);
        }
        for (int id = 0; id < source.size(); id++) {
            String reason = looks.reasons()[id];
            if (reason != null) {
                issues.add(new Issue(id, IssueKind.UNREADABLE, 1, null, reason));
            }
        }
        Defects.find(looks.measures(), issues);
        NetworkLooks networks = networks();
        if (networks != null) {
            networks.findOutliers(issues);
            networks.findWrongLabels(issues);
            networks.write(staging.file(RunFiles.PROBABILITIES));
            staging.note(Checked.NAMED_RIGHTLY, String.format(Locale.ROOT, "%.4f", networks.namedRightly()));
        }
        findCopies(looks, networks, test, issues);
        return issues;
    }

    private TaskProgress looking(ImageSource images) {
        int n = images.size();
        session.memory()
                .requireOnHeap("checking " + n + " images", n * ImageLooks.BYTES, "check a part of them at a time");
        return session.progress("looking at pixels of " + images.name());
    }

    private @Nullable NetworkLooks networks() {
        if (settings.net().equals(CheckSettings.NO_NETWORK)) {
            return null;
        }
        Optional<String> obstacle = ScoresStep.obstacle(source);
        if (obstacle.isEmpty()) {
            return NetworkLooks.of(session, source, settings);
        }
        session.note("wrong labels and outliers are not looked for: " + source.name() + " " + obstacle.get());
        if (settings.copy() == KeptCopy.SCORE) {
            throw new PithException(source.name() + ": no network says which copy to keep, for it " + obstacle.get()
                    + "; keep the `first` or the `largest`");
        }
        return null;
    }

    private void findCopies(
            ImageLooks looks, @Nullable NetworkLooks networks, @Nullable ImageSource test, List<Issue> issues) {
        int n = source.size();
        @Nullable ImagePrint[] prints = looks.prints();
        if (test != null) {
            prints = Arrays.copyOf(prints, n + test.size());
            try (TaskProgress progress = looking(test)) {
                System.arraycopy(ImageLooks.prints(test, session.threads(), progress), 0, prints, n, test.size());
            }
        }
        Copies copies = new Copies(prints, settings.threshold(), session.threads());
        for (Copies.Match copy : copies.among(preferred(looks, networks))) {
            int id = copy.image();
            int kept = copy.other();
            boolean equal = copies.areEqual(id, kept);
            issues.add(
                    new Issue(id, equal ? IssueKind.COPY : IssueKind.NEAR_COPY, copy.likeness(), source.key(kept), ""));
            String mine = label(id);
            String others = label(kept);
            if (!mine.equals(others)) {
                issues.add(twoLabels(id, kept, copy.likeness(), mine, others));
                issues.add(twoLabels(kept, id, copy.likeness(), others, mine));
            }
        }
        if (test != null) {
            for (Copies.Match leak : copies.acrossFrom(n)) {
                String note = copies.areEqual(leak.image(), leak.other()) ? "same pixels" : "";
                String other = test.key(leak.other() - n);
                issues.add(new Issue(leak.image(), IssueKind.LEAK, leak.likeness(), other, note));
            }
        }
    }

    private Issue twoLabels(int id, int other, double likeness, String mine, String others) {
        return new Issue(id, IssueKind.TWO_LABELS, likeness, source.key(other), mine + " here, " + others + " there");
    }

    private String label(int id) {
        return source.labels()
                .map(labels ->
                        labels.names().isEmpty() ? Long.toString(labels.values()[id]) : String.valueOf(labels.name(id)))
                .orElse("");
    }

    /** Returns the ids in the order in which copies of each other are kept. */
    private int[] preferred(ImageLooks looks, @Nullable NetworkLooks networks) {
        IntToDoubleFunction worth =
                switch (settings.copy()) {
                    case FIRST -> id -> 0;
                    case LARGEST -> id -> area(looks.measures()[id]);
                    case SCORE -> id -> Objects.requireNonNull(networks).own(id);
                };
        return IntStream.range(0, source.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer id) -> -worth.applyAsDouble(id))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double area(@Nullable ImageMeasures look) {
        return look == null ? 0 : (double) look.width() * look.height();
    }
}
