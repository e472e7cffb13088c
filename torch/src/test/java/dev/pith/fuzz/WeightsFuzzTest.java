package dev.pith.fuzz;

import org.junit.jupiter.api.Test;

class WeightsFuzzTest {
    private static final int MUTATIONS = 200;

    @Test
    void safeTensors() {
        ShortRun.of("SafeTensors", MUTATIONS, SafeTensorsFuzz::fuzzerTestOneInput);
    }

    @Test
    void pth() {
        ShortRun.of("Pth", MUTATIONS, PthFuzz::fuzzerTestOneInput);
    }

    @Test
    void pickle() {
        ShortRun.of("Pickle", MUTATIONS, PickleFuzz::fuzzerTestOneInput);
    }

    @Test
    void torchScript() {
        ShortRun.of("TorchScript", MUTATIONS, TorchScriptFuzz::fuzzerTestOneInput);
    }

    @Test
    void shardIndex() {
        ShortRun.of("ShardIndex", MUTATIONS, ShardIndexFuzz::fuzzerTestOneInput);
    }

    @Test
    void trialLog() {
        ShortRun.of("TrialLog", MUTATIONS, TrialLogFuzz::fuzzerTestOneInput);
    }

    @Test
    void evaluation() {
        ShortRun.of("Evaluation", MUTATIONS, EvaluationFuzz::fuzzerTestOneInput);
    }
}
