package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PeakMemoryTest {
    @Test
    void seesWhatWasAllocatedMeanwhile() {
        PeakMemory peak = PeakMemory.start();
        byte[] block = new byte[64 << 20];
        for (int i = 0; i < block.length; i += 1024) {
            block[i] = 1;
        }
        assertThat(peak.bytes()).isGreaterThan(64 << 20);
        assertThat(block[1024]).isEqualTo((byte) 1);
        assertThat(peak.measure()).isIn(PeakMemory.RESIDENT, PeakMemory.JVM);
    }
}
