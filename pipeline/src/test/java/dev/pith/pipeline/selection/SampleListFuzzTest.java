package dev.pith.pipeline.selection;

import dev.pith.fuzz.ShortRun;
import org.junit.jupiter.api.Test;

class SampleListFuzzTest {
    private static final int MUTATIONS = 200;

    @Test
    void sampleList() {
        ShortRun.of("SampleList", MUTATIONS, SampleListFuzz::fuzzerTestOneInput);
    }
}
