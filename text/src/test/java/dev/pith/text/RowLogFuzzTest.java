package dev.pith.text;

import dev.pith.fuzz.ShortRun;
import org.junit.jupiter.api.Test;

class RowLogFuzzTest {
    private static final int MUTATIONS = 200;

    @Test
    void rowLog() {
        ShortRun.of("RowLog", MUTATIONS, RowLogFuzz::fuzzerTestOneInput);
    }
}
