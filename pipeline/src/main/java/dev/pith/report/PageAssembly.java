package dev.pith.report;

import dev.pith.data.RecordSource;
import dev.pith.feature.Features;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.torch.evaluate.Choice;
import dev.pith.torch.evaluate.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Computes the page's data from a run. */
final class PageAssembly {
    /**
     * Numbers of the features read in a pass at most; of more a part is read. Only gradient features of
     * many classes are that large: 10^10 are 1.3 million rows of 7,800.
     */
    private static final long NUMBERS_PER_PASS = 10_000_000_000L;

    private final RunView run;
    private final Threads threads;
    private final Samples samples;
    private final Map<String, String> picking;
    private final List<String> notes = new ArrayList<>();

    private PageAssembly(RunView run, Threads threads) {
        this.run = run;
        this.threads = threads;
        this.samples = run.samples();
        this.picking = run.picking();
        notes.addAll(run.notes());
    }

    static PageData of(RunView run, Threads threads) {
        return run.hasPicks() ? new PageAssembly(run, threads).assemble() : withoutPicks(run);
    }

    private static PageData withoutPicks(RunView run) {
        int n = run.manifest().source() == null ? 0 : run.manifest().source().n();
        int classes = run.manifest().source() == null
                ? 0
                : run.manifest().source().classes().size();
        return new PageData(
                title(run.manifest()),
                run.manifest().pith(),
                command(run.manifest()),
                new PageData.Overview(n, classes, new int[0], 0, false, "", false, 0, ""),
                steps(run.manifest()),
                null,
                rows(run, Measure.ACCURACY),
                rows(run, Measure.LOSS),
                run.film().isEmpty() ? null : run.film(),
                run.rebuilt().isEmpty() ? null : run.rebuilt(),
                run.segmented(),
                run.search(),
                run.findings(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                run.notes());
    }

    private PageData assemble() {
        boolean stratified = samples.labelled() && Boolean.parseBoolean(picking.get("stratify"));
        Cells cells = Cells.of(samples, stratified, id -> true);
        GainCurves gains = GainCurves.of(samples, cells);
        Features features = run.features();
        Similarity similarity = similarity();
        Cells usable = features == null ? cells : Cells.of(samples, stratified, id -> hasDirection(features, id));
        Cells looked = features == null ? usable : usable.thinned(NUMBERS_PER_PASS / features.dimension());
        if (looked.thin()) {
            notes.add(
                    "The features are so large that spread and gain terms were computed from " + looked.allIds().length
                            + " of " + samples.size() + " samples, drawn evenly along the pick order.");
        }
        Manifest manifest = run.manifest();
        return new PageData(
                title(manifest),
                manifest.pith(),
                command(manifest),
                overview(cells, stratified),
                steps(manifest),
                choice(run),
                rows(run, Measure.ACCURACY),
                rows(run, Measure.LOSS),
                run.film().isEmpty() ? null : run.film(),
                run.rebuilt().isEmpty() ? null : run.rebuilt(),
                run.segmented(),
                run.search(),
                run.findings(),
                Pictures.of(Gallery.of(samples, cells), samples, run),
                gains.any() ? gains : null,
                features == null ? null : BinSpread.of(features, similarity, looked, samples.selected()),
                features == null || !gains.any() ? null : terms(features, similarity, looked),
                run.source() instanceof RecordSource records ? TextStatistics.of(records, samples, cells) : null,
                features == null ? null : standIns(features, similarity, usable),
                samples.labelled() ? ClassBalance.of(samples) : null,
                features == null ? null : scatter(features, similarity, usable),
                notes());
    }

    private static String title(Manifest manifest) {
        return manifest.source() == null
                ? "A run without a source"
                : manifest.source().name();
    }

    private static List<PageData.StepDone> steps(Manifest manifest) {
        return manifest.steps().stream()
                .filter(done -> done.step() != Step.REPORT)
                .map(PageAssembly::stepDone)
                .toList();
    }

    /** A choice that another ranking came after is of no matter any more. */
    private static PageData.@Nullable Chosen choice(RunView run) {
        Choice choice = run.choice();
        boolean holds = choice != null
                && run.ranking()
                && choice.chosen().equals(run.picking().get("method"));
        return choice == null || !holds
                ? null
                : new PageData.Chosen(
                        choice.chosen(),
                        choice.tried(),
                        run.manifest()
                                .step(Step.CHOICE)
                                .map(Manifest.Done::elapsedSeconds)
                                .orElse(0.0));
    }

    private static @Nullable List<PageData.Evaluated> rows(RunView run, Measure measure) {
        List<PageData.Evaluated> rows = run.evaluation().stream()
                .filter(row -> row.view().measure() == measure)
                .map(PageData.Evaluated::of)
                .toList();
        return rows.isEmpty() ? null : rows;
    }

    /** The command that changed the run last, unless that was an earlier report. */
    private static String command(Manifest manifest) {
        boolean report = manifest.command().indexOf(Step.REPORT.label()) == 0;
        return report ? "" : "pith " + String.join(" ", manifest.command());
    }

    private Similarity similarity() {
        return RunView.similarity(picking);
    }

    /** A sample that was skipped has a row of NaN; a row of zeros has no cosine with anything. */
    private boolean hasDirection(Features features, int id) {
        double squaredNorm = features.squaredNorm(id);
        return Double.isFinite(squaredNorm) && (squaredNorm > 0 || similarity() != Similarity.COSINE);
    }

    private @Nullable GainTerms terms(Features features, Similarity similarity, Cells cells) {
        boolean graphCut = "graphcut".equals(picking.getOrDefault("objective", picking.get("method")));
        boolean greedy = run.ranking() || "recursive".equals(picking.getOrDefault("method", "recursive"));
        if (!graphCut || !greedy) {
            return null;
        }
        double lambda = Double.parseDouble(picking.getOrDefault("lambda", "1"));
        return GainTerms.of(features, similarity, lambda, cells);
    }

    /** Says nothing where nothing, or everything, was kept. */
    private @Nullable StandIns standIns(Features features, Similarity similarity, Cells usable) {
        int kept = samples.selectedCount();
        return kept == 0 || kept >= usable.allIds().length
                ? null
                : StandIns.of(run, samples, features, similarity, usable, threads);
    }

    private PageData.Scatter scatter(Features features, Similarity similarity, Cells cells) {
        int[] candidates = cells.allIds();
        PrincipalMap map = PrincipalMap.of(features, similarity, candidates, threads);
        int[] ids = map.ids();
        int[] bin = new int[ids.length];
        int[] label = new int[ids.length];
        boolean[] kept = new boolean[ids.length];
        for (int i = 0; i < ids.length; i++) {
            bin[i] = samples.bin()[ids[i]];
            label[i] = samples.classes()[ids[i]];
            kept[i] = samples.selected()[ids[i]];
        }
        return new PageData.Scatter(
                run.keys(ids),
                Pictures.beginnings(run, ids),
                map.x(),
                map.y(),
                bin,
                kept,
                label,
                map.explained(),
                candidates.length);
    }

    private PageData.Overview overview(Cells cells, boolean stratified) {
        int[] binSizes = IntStream.range(0, cells.bins())
                .map(bin -> IntStream.range(0, cells.strata())
                        .map(stratum -> cells.size(stratum, bin))
                        .sum())
                .toArray();
        int dimension =
                Optional.ofNullable(run.features()).map(Features::dimension).orElse(0);
        return new PageData.Overview(
                samples.size(),
                samples.classNames().length,
                binSizes,
                samples.selectedCount(),
                run.ranking(),
                picking.getOrDefault("method", ""),
                stratified,
                dimension,
                similarity() == Similarity.COSINE ? "cosine" : "distance");
    }

    private static PageData.StepDone stepDone(Manifest.Done done) {
        return new PageData.StepDone(
                done.step().label(),
                done.elapsedSeconds(),
                done.peakMemoryBytes(),
                done.peakMemoryOf(),
                done.configuration(),
                done.facts(),
                done.outputs().stream()
                        .map(output -> output.path().replaceFirst("/.*", "/"))
                        .distinct()
                        .toList());
    }

    private static String difficulty(Map<String, String> facts) {
        return "ifd is a language model's loss on an answer after its question, divided by its loss on the answer"
                + " alone: near 0 the question gives the answer away, near 1 it hardly helps. The median of "
                + facts.get("scored") + " records is " + facts.get("median") + "; " + facts.get("at 1 or more")
                + " are at 1 or more, where the question is of no use, and a selection by ifd leaves them out.";
    }

    private List<String> notes() {
        if (!samples.labelled()) {
            notes.add("The source has no labels, so nothing is said about classes.");
        }
        if (samples.selectedCount() == 0) {
            notes.add("Nothing has been selected yet; pith sample draws from the bins.");
        }
        run.manifest().step(Step.SCORES).ifPresent(scored -> notes.add(difficulty(scored.facts())));
        return List.copyOf(notes);
    }
}
