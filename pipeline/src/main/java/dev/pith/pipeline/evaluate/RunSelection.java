package dev.pith.pipeline.evaluate;

import dev.pith.PithException;
import dev.pith.pipeline.feature.RecordScores;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.pixels.RebuiltSelection;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.PithVersion;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.run.Author;
import dev.pith.run.Manifest;
import dev.pith.run.Run;
import dev.pith.run.Step;
import dev.pith.sample.BinsShare;
import dev.pith.selection.BinningMethod;
import dev.pith.selection.RankingMethod;
import dev.pith.torch.evaluate.Candidate;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The selection that a run holds.
 *
 * @param samples what it is a selection from
 * @param candidate its ids, and how long it took to make
 * @param skips whether samples that cannot be read were left out
 * @param rebuilt the same samples as their kept patches give them back, if the run holds those
 */
public record RunSelection(
        Manifest.Samples samples, Candidate candidate, boolean skips, Optional<RebuiltSelection> rebuilt) {
    /**
     * Reads it, the run locked meanwhile.
     *
     * @throws PithException when there is no run, or no selection in it
     */
    public static RunSelection read(Path directory) {
        Manifest.read(directory);
        try (Run run = Run.open(directory, new Author(PithVersion.number(), List.of(), null))) {
            Manifest manifest = run.manifest();
            Step last = RunSamples.requireSelection(run).step();
            Set<Step> steps = EnumSet.of(Step.NETWORK, Step.FEATURES, last);
            if (last == Step.SAMPLE) {
                steps.add(Step.BINS);
            }
            if (last == Step.SELECT
                    && RecordScores.DIFFICULTY.equals(
                            SelectSettings.of(configuration(manifest, last)).score())) {
                steps.add(Step.SCORES);
            }
            if (isChosen(manifest, last)) {
                steps.add(Step.CHOICE);
            }
            int[] ids = RunSamples.ids(run.file(RunFiles.SELECTION));
            float[] weights = RunSamples.weights(directory, manifest);
            return new RunSelection(
                    Optional.ofNullable(manifest.source()).orElseThrow(),
                    new Candidate(
                            name(manifest, last),
                            List.of(ids),
                            weights == null ? null : List.of(weights),
                            1,
                            seconds(manifest, steps, goesByScores(manifest, last)),
                            null),
                    OnError.SKIP
                            .toString()
                            .equals(configuration(manifest, Step.FEATURES).get("on-error")),
                    RebuiltSelection.of(run));
        }
    }

    /**
     * Returns how long some of a run's steps took, as far as it did them.
     *
     * @param scores whether the time counts that went into scores of the samples
     */
    public static double seconds(Manifest manifest, Set<Step> steps, boolean scores) {
        return manifest.steps().stream()
                .filter(done -> steps.contains(done.step()))
                .mapToDouble(done ->
                        done.elapsedSeconds() - (scores ? 0 : done.partSeconds().getOrDefault(RunScores.PART, 0.0)))
                .sum();
    }

    private static boolean goesByScores(Manifest manifest, Step last) {
        if (last != Step.SELECT) {
            return false;
        }
        SelectSettings settings = SelectSettings.of(configuration(manifest, last));
        String own = settings.score();
        return (own != null && SelectSettings.isOfRun(own))
                || !settings.ranking().needs(own != null).scores().isEmpty()
                || isChosen(manifest, last);
    }

    /** Returns whether held-out samples chose the method that a run selects by. */
    private static boolean isChosen(Manifest manifest, Step last) {
        String method = configuration(manifest, last).get("method");
        return last == Step.SELECT
                && manifest.step(Step.CHOICE)
                        .filter(choice -> Objects.equals(choice.facts().get("chosen"), method))
                        .isPresent();
    }

    private static String name(Manifest manifest, Step last) {
        String features = configuration(manifest, Step.FEATURES).get("features");
        Map<String, String> picking = configuration(manifest, last == Step.SAMPLE ? Step.BINS : last);
        String method = picking.getOrDefault("method", "");
        if (last == Step.SELECT) {
            return method + " " + features;
        }
        String objective = picking.getOrDefault("objective", RankingMethod.GRAPHCUT.toString());
        BinsShare share =
                SampleSettings.of(configuration(manifest, Step.SAMPLE)).bins();
        return (method.equals(BinningMethod.RECURSIVE.toString()) ? EvaluatedMethod.DQ.toString() : method)
                + "-" + picking.get("bins")
                + (share == BinsShare.EQUAL ? "" : " " + share)
                + (objective.equals(RankingMethod.GRAPHCUT.toString()) ? "" : " " + objective)
                + " " + features;
    }

    private static Map<String, String> configuration(Manifest manifest, Step step) {
        return manifest.step(step).map(Manifest.Done::configuration).orElse(Map.of());
    }
}
