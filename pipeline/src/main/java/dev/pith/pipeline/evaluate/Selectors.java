package dev.pith.pipeline.evaluate;

import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.FeaturesStep;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The networks that look at the samples of an evaluation: the one behind the features of its run, and others that begin
 * with other weights and see other orders. Each other one has a run of its own in the folder
 * {@value RunFiles#SELECTORS}, made by the same steps, so that an evaluation that was stopped goes on.
 */
final class Selectors implements AutoCloseable {
    private final Session first;
    private final List<Session> others = new ArrayList<>();

    private Selectors(Session first) {
        this.first = first;
    }

    /**
     * Lets networks look, but for those that have.
     *
     * @param first on the run, which has its features, and scores where the sweep needs them
     * @param source of the run
     */
    static Selectors open(Session first, Source source, Sweep sweep) {
        Selectors selectors = new Selectors(first);
        try {
            for (int number = 2; number <= sweep.selectors(); number++) {
                Session other = first.inside(RunFiles.SELECTORS + "/" + number, source);
                selectors.others.add(other);
                if (other.run().manifest().step(Step.FEATURES).isEmpty()) {
                    first.note("network " + number + " of " + sweep.selectors() + " looks at the samples");
                }
                look(first, other, source, sweep.seed() + number - 1, sweep.needsScores());
            }
            return selectors;
        } catch (RuntimeException e) {
            selectors.close();
            throw e;
        }
    }

    private static void look(Session first, Session other, Source source, long seed, boolean scored) {
        FeatureSettings features = RunFeatures.settings(first).orElseThrow();
        Map<String, String> network = new HashMap<>(first.run()
                .manifest()
                .step(Step.NETWORK)
                .map(Manifest.Done::configuration)
                .orElse(Map.of()));
        network.put("features", String.valueOf(features.usesNetwork() ? features.choice() : FeatureKind.EMBEDDING));
        FeatureSettings trained = FeatureSettings.of(network).seed(seed);
        make(
                other,
                source,
                features.usesNetwork() ? features.seed(seed) : FeatureSettings.pixels(features.onError()),
                trained,
                scored ? RunScores.require(first) : null);
    }

    /**
     * Makes features, and scores on the way.
     *
     * @param network that scores, where the features are of none
     * @param scores null for none
     */
    static void make(
            Session session,
            Source source,
            FeatureSettings features,
            FeatureSettings network,
            @Nullable ScoreSettings scores) {
        if (scores == null || !features.trains()) {
            new FeaturesStep(session, source, features).perform();
        }
        if (scores != null) {
            new ScoresStep(session, source, features.trains() ? features : network, scores).perform();
        }
    }

    /** Returns a session for each network, the first for the run's. */
    List<Session> sessions() {
        List<Session> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    /** Closes the runs of the other networks. */
    @Override
    public void close() {
        others.forEach(Session::close);
    }
}
