package dev.pith.pipeline.evaluate;

import dev.pith.PithException;
import dev.pith.pipeline.feature.RunSoftLabels;
import dev.pith.pipeline.pixels.RebuiltSelection;
import dev.pith.run.Manifest;
import dev.pith.torch.evaluate.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The selections of several runs from one source. */
public final class RunSelections {
    private final Path first;
    private final List<RunSelection> selections;
    private final List<Candidate> candidates;

    private RunSelections(Path first, List<RunSelection> selections, List<Candidate> candidates) {
        this.first = first;
        this.selections = selections;
        this.candidates = candidates;
    }

    /**
     * Reads them, each run locked meanwhile.
     *
     * @param runs at least one
     * @throws PithException when one holds no selection, or one from other samples than the first
     */
    public static RunSelections read(List<Path> runs) {
        List<RunSelection> selections = runs.stream().map(RunSelection::read).toList();
        return new RunSelections(runs.get(0), selections, candidates(runs, selections));
    }

    /** Runs that were made alike are told apart by their directories. */
    private static List<Candidate> candidates(List<Path> runs, List<RunSelection> selections) {
        Manifest.Samples samples = selections.get(0).samples();
        Set<String> names = new HashSet<>();
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Manifest.Samples others = selections.get(i).samples();
            if (!others.fingerprint().equals(samples.fingerprint())) {
                throw new PithException(
                        runs.get(i) + ": is a selection from other samples (" + others.name() + ") than " + runs.get(0)
                                + " (" + samples.name() + "); compare selections from one source in one state");
            }
            Candidate candidate = selections.get(i).candidate();
            boolean first = names.add(candidate.name());
            Candidate named = first ? candidate : candidate.named(candidate.name() + " " + runs.get(i));
            candidates.add(named);
            selections.get(i).rebuilt().ifPresent(rebuilt -> candidates.add(rebuilt.of(named)));
        }
        return candidates;
    }

    /** Returns what they are selections from. */
    public Manifest.Samples samples() {
        return selections.get(0).samples();
    }

    /**
     * Returns the soft labels of the first run.
     *
     * @throws PithException when it has none
     */
    public RunSoftLabels softLabels() {
        return RunSoftLabels.of(first);
    }

    /** Returns whether one of the runs left out samples that cannot be read. */
    public boolean skip() {
        return selections.stream().anyMatch(RunSelection::skips);
    }

    /** Returns the selections, those of rebuilt images among them. */
    public List<Candidate> candidates() {
        return candidates;
    }

    /** Returns the rebuilt images that candidates name. */
    public List<RebuiltSelection> rebuilt() {
        return selections.stream()
                .flatMap(selection -> selection.rebuilt().stream())
                .toList();
    }
}
