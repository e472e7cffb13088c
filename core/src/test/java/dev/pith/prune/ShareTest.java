package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShareTest {
    @Test
    void sharesOfThousandthsAreThoseOfWholeNumbers() {
        for (int thousandths = 0; thousandths <= 1000; thousandths++) {
            double share = thousandths / 1000.0;
            for (int count = 1; count <= 200; count++) {
                assertThat(Share.floor(share, count)).isEqualTo(thousandths * count / 1000);
            }
        }
    }

    @Test
    void aScheduleOf90EpochsPrunes63At70Percent() {
        PruningSchedule schedule = new PruningSchedule(10, 90, 0.7, 0);
        assertThat(schedule.prunes(62)).isTrue();
        assertThat(schedule.prunes(63)).isFalse();
    }
}
