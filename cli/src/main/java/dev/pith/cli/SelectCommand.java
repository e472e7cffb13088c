package dev.pith.cli;

import dev.pith.cli.console.RunSummary;
import dev.pith.cli.option.AmountOptions;
import dev.pith.cli.option.CommonOptions;
import dev.pith.cli.option.ConstraintOptions;
import dev.pith.cli.option.GainOptions;
import dev.pith.cli.option.SeedOption;
import dev.pith.cli.option.ShardsOption;
import dev.pith.cli.option.WorkOptions;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.objective.Concave;
import dev.pith.pipeline.choice.AutoSelection;
import dev.pith.pipeline.choice.ChoiceObstacle;
import dev.pith.pipeline.choice.ChoiceSettings;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.selection.MethodName;
import dev.pith.pipeline.selection.SampleList;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.selection.SelectStep;
import dev.pith.pipeline.selection.Stratify;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.rule.Cut;
import dev.pith.sample.Budget;
import dev.pith.selection.MixtureParts;
import dev.pith.selection.Published;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.selection.SimilarityKind;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pith select}: one ranking, for comparison or use. */
@Command(
        name = "select",
        description = {
            "Ranks samples by one method; any prefix of the ranking is a selection.",
            "SOURCE may also be a run that has features; then the ranking goes into it, and -o is not given. Methods that"
                    + " go by scores make them of a source, and need them of a run (pith scores). docs/selection.md says"
                    + " what each method does and when it is good."
        },
        footer = {
            "",
            "Example: a twentieth, by the method that held-out samples speak for, and a tenth by a named one",
            "  pith select photos/train --keep 5%% -o runs/selected",
            "  pith select photos/train --method facility-location --keep 10%% -o runs/ranked"
        })
final class SelectCommand implements Callable<Integer> {
    @Mixin
    private RunWithFeatures runWithFeatures;

    @Option(
            names = "--method",
            paramLabel = "METHOD",
            completionCandidates = Methods.class,
            description = "auto tries several on held-out training samples and takes the best, or random where none is"
                    + " clearly better; it needs images with labels. By features: facility-location, weighted-facility-location, uncertainty-herding, stratified,"
                    + " log-determinant, graphcut, feature-based,"
                    + " saturated-coverage, disparity-sum, mixture, herding, k-center, moderate, best-window, s2l. By scores of a training: ccs,"
                    + " dual-beta, easy-first, el2n, grand, forgetting, dual, dyn-unc, margin, entropy, least-confidence."
                    + " By gradients: craig, gradmatch, glister, deepfool, cal, cal-published. By --score: score, diverse-score, quality-coverage. By --query:"
                    + " nearest-query, flqmi. Also random"
                    + " (default: auto; where that cannot be, facility-location for up to a tenth of the samples, herding"
                    + " for more).")
    private @Nullable MethodName method;

    @Option(
            names = "--quick",
            description =
                    "Try nothing: take the method that did best for so many samples, facility-location for up to a"
                            + " tenth, herding for more.")
    private boolean quick;

    @Option(
            names = "--score",
            paramLabel = "FILE|NAME",
            description =
                    "A score of your own (.npy, .csv, .parquet, or a column of the source), or one by its name: of the run"
                            + " (pith scores), or of records length, the tokens of their answers. What --method score,"
                            + " diverse-score and quality-coverage go by, large first, and what takes the place of"
                            + " difficulty in weighted-facility-location, stratified, easy-first and best-window.")
    private @Nullable String score;

    @Option(
            names = "--gamma",
            paramLabel = "NUMBER",
            description =
                    "How much more hard samples demand in weighted-facility-location and stratified: difficulty to"
                            + " this power (default: " + RankingSettings.DEFAULT_GAMMA + ").")
    private @Nullable Double gamma;

    @Option(
            names = "--cut",
            paramLabel = "SHARE",
            description =
                    "Leave out this share of each class, the hardest by the area under the margin, before ranking;"
                            + " auto: 0.3 when a twentieth is kept, 0.2 at a tenth, 0.1 at 30%%, none from a half on (default: 0; auto"
                            + " for ccs and stratified).")
    private @Nullable Cut cut;

    @Option(
            names = "--c",
            paramLabel = "NUMBER",
            description = "Where dual-beta and stratified go from uncertain to easy samples (default: "
                    + RankingSettings.DEFAULT_C + ").")
    private @Nullable Double c;

    @Option(
            names = "--mix",
            paramLabel = "PART",
            description = "How much the score counts in quality-coverage beside the coverage, from 0 to 1 (default: "
                    + RankingSettings.DEFAULT_MIX + ").")
    private @Nullable Double mix;

    @Option(
            names = "--limit",
            paramLabel = "COSINE",
            description = "From which cosine on a sample is too near to one that diverse-score keeps (default: "
                    + RankingSettings.DEFAULT_LIMIT + ").")
    private @Nullable Double limit;

    @Option(
            names = "--concave",
            paramLabel = "NAME",
            description = "What feature-based makes of its counts: sqrt, log or saturating (default: "
                    + RankingSettings.DEFAULT_CONCAVE + ").")
    private @Nullable Concave concave;

    @Option(
            names = "--mixture",
            paramLabel = "LIST",
            description = "The functions that mixture sums, with their weights (default: "
                    + RankingSettings.DEFAULT_MIXTURE + ").")
    private @Nullable MixtureParts mixture;

    @Option(
            names = "--query",
            paramLabel = "FILE",
            description =
                    "What is looked for, for nearest-query, flqmi, facility-location, log-determinant and graphcut:"
                            + " records, a run that has features made alike, or an .npy of vectors; best 50 or more, and never"
                            + " those a model is tested on.")
    private @Nullable Path query;

    @Option(
            names = "--private",
            paramLabel = "FILE",
            description =
                    "What is to be kept away from, likewise, for facility-location, log-determinant and graphcut.")
    private @Nullable Path privates;

    @Option(
            names = "--given",
            paramLabel = "FILE",
            description =
                    "Samples that are chosen or labelled already, an id or key a line: objectives start from them, and"
                            + " --budget counts new ones, a share of those that are left.")
    private @Nullable Path given;

    @Option(
            names = "--exclude",
            paramLabel = "FILE",
            description =
                    "File of ids or keys, one a line, that are never ranked; or issues, for what pith check found in"
                            + " the run that is better left out.")
    private @Nullable Path exclude;

    @Option(
            names = "--balance",
            paramLabel = "source|uniform|SHARES|FILE",
            defaultValue = SelectSettings.SOURCE,
            description = "How large a part each class gets: as in the source, as much as another, shares such as"
                    + " cat=30%%,dog=70%%, or a file of lines such as cat,0.3; what a class lacks, the others fill"
                    + " up (default: ${DEFAULT-VALUE}).")
    private String balance;

    @Option(
            names = "--group",
            paramLabel = "FILE",
            description =
                    "Groups, one per sample, in any form of --labels, that are ranked each for itself in place of the"
                            + " classes; masks or boxes groups images by the rarest class that these show, files by the"
                            + " file of the source that holds them.")
    private @Nullable Path group;

    @Option(
            names = "--group-column",
            paramLabel = "NAME",
            description = "A column or field of the source that says the groups in place of a file.")
    private @Nullable String groupColumn;

    @Option(
            names = {"--keep", "--budget"},
            paramLabel = "HOW-MANY",
            description = "How many samples to rank: a ratio (0.125), a percentage (12.5%%) or a count (750)"
                    + " (default: " + SelectSettings.DEFAULT_BUDGET + "%, or all where an amount of text decides).")
    private @Nullable Budget budget;

    @Mixin
    private AmountOptions amount;

    @Mixin
    private ConstraintOptions constraint;

    @Mixin
    private ShardsOption shards;

    @Mixin
    private GainOptions gain;

    @Option(
            names = "--neighbors",
            paramLabel = "COUNT",
            defaultValue = RankingSettings.DEFAULT_NEIGHBORS,
            description =
                    "Let only so many neighbours represent a sample in facility-location, which needs less memory;"
                            + " beyond 100,000 samples some 95 %% of these are found, by a measurement (default: all).")
    private int neighbors;

    @Option(
            names = "--stratify",
            negatable = true,
            description =
                    "Rank each class by itself, or with --no-stratify all samples together (default: by class when"
                            + " there are labels).")
    private @Nullable Boolean stratify;

    @Mixin
    private SeedOption seed;

    @Mixin
    private WorkOptions work;

    @Mixin
    private CommonOptions common;

    @Override
    public Integer call() {
        RankingMethod named = method == null ? null : method.method().orElse(null);
        // A random order compares nothing, so the quickest features will do.
        FeatureKind usual = named == RankingMethod.RANDOM
                ? FeatureKind.PIXELS
                : named != null && named.needs(false).gradients() ? FeatureKind.GRADIENT : FeatureKind.EMBEDDING;
        runWithFeatures.with(
                common,
                work,
                new RunWithFeatures.Job(
                        "ranking",
                        usual,
                        this::isScored,
                        Published.NONE,
                        seed.value(),
                        this::check,
                        session -> SampleList.requireCheck(exclude, session),
                        this::rank));
        return 0;
    }

    private boolean isAuto() {
        return method != null && method.method().isEmpty();
    }

    private void check(int n, boolean labelled, boolean texts) {
        if (quick && method != null) {
            throw new IllegalArgumentException("--quick takes the usual method, and --method names one; give either");
        }
        SelectSettings settings = settings(n, labelled, texts);
        settings.requireFits(n, texts);
        if (isAuto() && labelled) { // without labels that is what to say
            ChoiceSettings.requireTried(settings);
        }
    }

    /** Scores are made of a source for a method that goes by them, and to choose one. */
    private boolean isScored(Source source, FeatureSettings features) {
        if (method == null) {
            SelectSettings settings =
                    settings(source.size(), source.labels().isPresent(), source instanceof RecordSource);
            return !quick && ChoiceObstacle.of(source, features, settings).isEmpty();
        }
        if (isAuto()) {
            ChoiceObstacle.refuse(source, features, settings(source.size(), true, false));
        }
        return method.method()
                .map(named -> !named.needs(score != null).scores().isEmpty())
                .orElse(true);
    }

    private SelectSettings settings(int n, boolean labelled, boolean texts) {
        Budget most = most(texts);
        boolean bound = query != null
                || privates != null
                || !constraint.constraints().isNone()
                || !shards.value().isNone();
        RankingMethod usual = SelectSettings.usualMethod(most, n, bound);
        RankingMethod unchosen = bound ? usual : RankingMethod.RANDOM; // as far as nothing is chosen
        return settings(method == null ? usual : method.method().orElse(unchosen), labelled, texts);
    }

    private SelectSettings settings(RankingMethod chosen, boolean labelled, boolean texts) {
        return SelectSettings.builder(ranking(chosen), most(texts))
                .text(amount.budget(texts))
                .stratify(Stratify.resolve(stratify, labelled))
                .score(score)
                .given(given)
                .balance(balance)
                .group(group)
                .groupColumn(groupColumn)
                .query(query)
                .privates(privates)
                .exclude(exclude)
                .constraints(constraint.constraints())
                .shards(shards.value())
                .build();
    }

    private Budget most(boolean texts) {
        if (constraint.areCosts()) {
            if (budget != null) {
                throw new IllegalArgumentException("--keep and --budget-cost both say how much is kept; give one");
            }
            return Budget.parse("100%");
        }
        return budget != null ? budget : SelectSettings.usualBudget(amount.budget(texts));
    }

    private RankingSettings ranking(RankingMethod chosen) {
        RankingSettings.Builder ranking =
                gain.configuration(chosen, SimilarityKind.COSINE, neighbors, seed.value()).toBuilder();
        if (gamma != null) {
            ranking.gamma(gamma);
        }
        if (cut != null) {
            ranking.cut(cut);
        }
        if (c != null) {
            ranking.c(c);
        }
        if (mix != null) {
            ranking.mix(mix);
        }
        if (limit != null) {
            ranking.limit(limit);
        }
        if (concave != null) {
            ranking.concave(concave);
        }
        if (mixture != null) {
            ranking.mixture(mixture);
        }
        return ranking.build();
    }

    private void rank(Session session, Path directory) {
        boolean labelled = RunSamples.areLabelled(session);
        boolean texts = RunSamples.areTexts(session);
        SelectSettings settings = settings(session.samples().n(), labelled, texts);
        if (chooses(session, settings)) {
            new AutoSelection(session, settings).perform();
        } else {
            new SelectStep(session, settings).perform();
        }
        new RunSummary(directory, session).print(common.console());
    }

    /** Methods are tried where nothing is said, unless something stands in the way, which is noted. */
    private boolean chooses(Session session, SelectSettings settings) {
        if (quick || (method != null && !isAuto())) {
            return false;
        }
        try (Source source = session.reopenSource()) {
            if (isAuto()) {
                ChoiceObstacle.refuse(session, source, settings);
            }
            Optional<String> obstacle = ChoiceObstacle.of(session, source, settings);
            obstacle.ifPresent(reason ->
                    session.note(settings.ranking().method() + " is taken, and no other method is tried: " + reason));
            return obstacle.isEmpty();
        }
    }

    /** The names of methods, for shells to complete. */
    static final class Methods implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return MethodName.names().iterator();
        }
    }
}
