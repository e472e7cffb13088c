package dev.pith.fuzz;

import org.junit.jupiter.api.Test;

class WeightsFuzzTest {
    private static final int MUTATIONS = 4_000;

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
}
