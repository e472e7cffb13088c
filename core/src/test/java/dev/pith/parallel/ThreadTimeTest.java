package dev.pith.parallel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ThreadTimeTest {
    @Test
    @Timeout(60)
    void workCounts() {
        ThreadTime time = new ThreadTime();
        while (time.seconds() < 0.01) {
            Thread.onSpinWait();
        }
        assertThat(time.seconds()).isGreaterThanOrEqualTo(0.01);
    }

    @Test
    void waitingAndOtherThreadsDoNot() throws InterruptedException {
        Thread other = new Thread(this::workCounts);
        long began = System.nanoTime();
        ThreadTime time = new ThreadTime();
        other.start();
        other.join();
        Thread.sleep(50);
        assertThat(time.seconds()).isLessThan((System.nanoTime() - began) / 1e9 - 0.05);
    }
}
