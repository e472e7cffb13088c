package dev.pith.linear;

import dev.pith.Ranking;
import dev.pith.feature.Features;
import java.util.Arrays;

/** The naive twin of {@link LinearGreedy}: every gain of every step, exactly. */
final class NaiveLinearGreedy {
    private NaiveLinearGreedy() {}

    static Ranking pick(Features features, int[] ids, LinearGain gain, int budget) {
        int[] remaining = ids.clone();
        int[] picks = new int[budget];
        double[] gains = new double[budget];
        for (int t = 0; t < budget; t++) {
            int best = -1;
            for (int id : remaining) {
                double value = gain.of(features, id);
                if (best < 0 || value > gains[t]) {
                    best = id;
                    gains[t] = value;
                }
            }
            picks[t] = best;
            gain.pick(features, best);
            int winner = best;
            remaining = Arrays.stream(remaining).filter(id -> id != winner).toArray();
        }
        return new Ranking(picks, gains);
    }
}
