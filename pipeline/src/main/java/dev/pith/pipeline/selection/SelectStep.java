package dev.pith.pipeline.selection;

import dev.pith.Ranking;
import dev.pith.data.Labels;
import dev.pith.data.label.LabelFile;
import dev.pith.feature.Features;
import dev.pith.npy.Npy;
import dev.pith.pipeline.feature.RecordScores;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.RunQueries;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.quantize.Classes;
import dev.pith.rule.Evidence;
import dev.pith.run.SamplesTable;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.selection.ClassRanking;
import dev.pith.selection.ClassShares;
import dev.pith.selection.ConstrainedRanking;
import dev.pith.selection.RankingSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The step {@code select}: one ranking of the samples. In a run without bins the ranking is also the selection; in one
 * with bins the selection stays the draw from them.
 */
public final class SelectStep {
    private final Session session;
    private final SelectSettings settings;

    /**
     * Prepares the step.
     *
     * @throws dev.pith.PithException when what a check found is left out, and the run was not checked
     */
    public SelectStep(Session session, SelectSettings settings) {
        this.session = session;
        this.settings = settings;
        SampleList.requireCheck(settings.exclude(), session);
    }

    /**
     * Ranks, unless it is done.
     *
     * @return the ranked ids with their gains, and weights if the method gives any
     * @throws IllegalArgumentException when the settings do not suit the samples
     * @throws dev.pith.PithException when the run has no features, or its source is another by now
     */
    public Ranking perform() {
        RunFeatures.require(session);
        settings.requireFits(session.samples().n(), RunSamples.areTexts(session));
        Stratify.require(settings.stratify(), RunSamples.areLabelled(session));
        SamplesTable table = RunSamples.table(session);
        BitSet exclude = SampleList.readExcluded(settings.exclude(), session, table.key);
        session.perform(Step.SELECT, configuration(exclude), staging -> {
            settings.warning().ifPresent(session::warn);
            Ranking ranking = within(rank(staging, table, exclude));
            Npy.write(staging.file(RunFiles.RANKING), ranking.ids());
            Npy.write(staging.file(RunFiles.GAINS), ranking.gains());
            if (session.run().manifest().step(Step.BINS).isEmpty()) {
                writeSelection(staging, table, ranking);
            }
            staging.note("selected", Integer.toString(ranking.size()));
        });
        Path weights = session.run().file(RunFiles.WEIGHTS);
        int[] ids = RunSamples.ids(session.run().file(RunFiles.RANKING));
        double[] gains = Npy.readDoubles(session.run().file(RunFiles.GAINS));
        return Files.exists(weights) ? new Ranking(ids, gains, Npy.readDoubles(weights)) : new Ranking(ids, gains);
    }

    /** Scores that were made anew, of a run whose features come from elsewhere, make another ranking. */
    private Map<String, String> configuration(BitSet exclude) {
        Map<String, String> map = settings.toMap();
        if (!exclude.isEmpty()) {
            map.put("excluded", SampleList.digest(exclude));
        }
        String score = settings.score();
        boolean ofRun = score != null && !SelectSettings.isOwn(score);
        if (ofRun || !settings.ranking().needs(score != null).scores().isEmpty()) {
            map.put("scores fingerprint", RunScores.fingerprint(session));
        }
        return map;
    }

    private Ranking rank(Staging staging, SamplesTable table, BitSet exclude) {
        Labels groups = groups(table);
        ClassShares shares =
                Balance.shares(settings, groups == null ? session.samples().classes() : groups.names());
        BitSet given = SampleList.read(settings.given(), table.key);
        SampleList.refuseBoth("given", given, exclude, table.key);
        RankingSettings ranking = settings.ranking();
        try (RunEvidence evidence = RunEvidence.open(
                        session, table, ranking.needs(settings.score() != null), null, settings.score());
                TaskProgress progress = progress()) {
            Classes classes = classes(table, groups, evidence.evidence().own(), exclude);
            Evidence all = evidence.evidence()
                    .withQueries(queries(evidence.evidence(), classes, table))
                    .withPrivates(vectors(evidence.evidence(), settings.privates()));
            int[] chosen = given.stream().toArray();
            Classes left = classes.without(chosen);
            int remaining = left.total();
            if (remaining == 0 && !given.isEmpty()) {
                throw new IllegalArgumentException("all samples are in `given`, which leaves none to select");
            }
            if (!settings.constraints().isNone()) {
                List<String> names = groups == null ? session.samples().classes() : groups.names();
                return constrained(
                        all, classes, names, chosen, settings.budget().of(remaining), progress);
            }
            InShards.note(session, staging, settings.shards(), classes.without(chosen), "ranked", "ranking", () -> "");
            return new ClassRanking(ranking, session.threads(), session.memory(), shares, chosen, settings.shards())
                    .rank(all, classes, settings.budget().of(remaining), progress);
        }
    }

    private TaskProgress progress() {
        return settings.constraints().isNone()
                        && settings.ranking().needs(false).features()
                ? InShards.progress(session, settings.shards(), "ranking")
                : session.progress("ranking");
    }

    private Ranking constrained(
            Evidence all, Classes classes, List<String> names, int[] given, int budget, TaskProgress progress) {
        Constraints constraints = settings.constraints();
        ConstrainedRanking ranking =
                new ConstrainedRanking(settings.ranking(), session.threads(), session.memory(), given);
        String cost = constraints.cost();
        Double most = constraints.budgetCost();
        if (cost == null || most == null) {
            return ranking.withinLimits(all, classes, Limits.of(constraints, names), budget, progress);
        }
        double[] costs = Costs.read(session, cost, classes.without(given).allIds());
        Ranking picked = ranking.withinCost(all, classes, costs, most, progress);
        double sum = Arrays.stream(picked.ids()).mapToDouble(id -> costs[id]).sum();
        session.note(picked.size() + " samples cost " + sum + " of " + most + " together");
        return picked;
    }

    /** Returns what is ranked, without the records that their score speaks against. */
    private Classes classes(SamplesTable table, @Nullable Labels groups, double @Nullable [] own, BitSet exclude) {
        String score = settings.score();
        BitSet excluded = RunSamples.unusable(session);
        excluded.or(exclude);
        if (score != null && own != null && RecordScores.isName(score)) {
            BitSet unfit = RecordScores.unfit(score, own);
            unfit.andNot(excluded);
            if (!unfit.isEmpty()) {
                session.note(unfit.cardinality() + " records are left out by their " + score + ": "
                        + (score.equals(RecordScores.DIFFICULTY)
                                ? "the question is of no use for their answer, or there is no answer"
                                : "they have no answer"));
            }
            excluded.or(unfit);
        }
        long[] labels = groups != null ? groups.values() : settings.stratify() ? table.label : null;
        return labels == null ? Classes.all(table.size(), excluded) : Classes.byLabel(labels, excluded);
    }

    /** Returns the vectors of what is looked for, if anything is; says so when the source seems to hold it. */
    private double @Nullable [][] queries(Evidence evidence, Classes classes, SamplesTable table) {
        Path file = settings.query();
        Features rows = evidence.features();
        double[][] queries = vectors(evidence, file);
        if (queries == null || rows == null) {
            return null;
        }
        if (!RunSamples.areTexts(session)) { // views of one thing are as alike as repetitions of a text
            return queries;
        }
        int[] ids = classes.allIds();
        RunQueries.repetition(rows, ids, queries, session)
                .ifPresent(found -> session.warn(file + ": " + found.queries() + " of " + queries.length
                        + " queries nearly repeat records of the source (the first is number " + found.query()
                        + ", like " + table.key.get(found.id()) + "): where these are what a model is tested on, it"
                        + " would be trained on its test; `exclude-near` leaves such records out"));
        return queries;
    }

    private double @Nullable [][] vectors(Evidence evidence, @Nullable Path file) {
        Features rows = evidence.features();
        return file == null || rows == null ? null : RunQueries.read(session, file, rows.dimension());
    }

    /** Returns the groups that are ranked in place of the classes, if any are. */
    private @Nullable Labels groups(SamplesTable table) {
        Path file = settings.group();
        String column = settings.groupColumn();
        if (column != null) {
            return SourceReference.of(session.samples()).column(column, session.messages());
        }
        if (file == null) {
            return null;
        }
        return GroupName.of(file)
                .map(name -> name.groups(session))
                .orElseGet(() ->
                        LabelFile.read(file, table.size(), session.samples().name(), table.key::get));
    }

    private Ranking within(Ranking ranking) {
        TextBudget text = settings.text();
        int size = text == null ? ranking.size() : SampleStep.within(session, text, settings.budget(), ranking.ids());
        double @Nullable [] weights = ranking.weights();
        int[] ids = Arrays.copyOf(ranking.ids(), size);
        double[] gains = Arrays.copyOf(ranking.gains(), size);
        return weights == null ? new Ranking(ids, gains) : new Ranking(ids, gains, Arrays.copyOf(weights, size));
    }

    private void writeSelection(Staging staging, SamplesTable table, Ranking ranking) throws IOException {
        table.forgetRanks();
        boolean[] selected = new boolean[table.size()];
        for (int rank = 0; rank < ranking.size(); rank++) {
            int id = ranking.ids()[rank];
            selected[id] = true;
            table.rank[id] = rank;
            table.gain[id] = ranking.gains()[rank];
        }
        table.selected = selected;
        double @Nullable [] weights = ranking.weights();
        if (weights != null) {
            writeWeights(staging, table, ranking.ids(), weights);
        }
        Npy.write(staging.file(RunFiles.SELECTION), ranking.ids());
        SelectedRecords.write(session, staging, ranking.ids());
        try (OutputStream out = Files.newOutputStream(staging.file(SamplesTable.FILE))) {
            table.write(out);
        }
    }

    private static void writeWeights(Staging staging, SamplesTable table, int[] ids, double[] weights) {
        float[] inOrder = new float[ids.length];
        float[] byId = new float[table.size()];
        Arrays.fill(byId, Float.NaN);
        for (int rank = 0; rank < ids.length; rank++) {
            inOrder[rank] = (float) weights[rank];
            byId[ids[rank]] = inOrder[rank];
        }
        table.weight = byId;
        Npy.write(staging.file(RunFiles.WEIGHTS), inOrder);
    }
}
