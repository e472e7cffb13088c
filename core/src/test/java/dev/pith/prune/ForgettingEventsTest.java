package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ForgettingEventsTest {
    private static final int[] IDS = {9, 0, 1, 2, 3};

    private static void epoch(ForgettingEvents events, boolean... right) {
        events.update(IDS, 1, 4, right);
    }

    @Test
    void countsFallsFromRightToWrong() {
        ForgettingEvents events = new ForgettingEvents(5);
        epoch(events, true, false, false, true);
        epoch(events, false, false, true, true);
        epoch(events, false, false, true, true);
        ForgettingEvents later = new ForgettingEvents(5);
        later.restore(events.save());
        for (ForgettingEvents each : new ForgettingEvents[] {events, later}) {
            epoch(each, true, false, false, true);
            epoch(each, false, false, false, true);
            assertThat(each.scores()).containsExactly(2, Float.POSITIVE_INFINITY, 1, 0, Float.POSITIVE_INFINITY);
        }
    }

    @Test
    void refuses() {
        ForgettingEvents events = new ForgettingEvents(5);
        assertThatThrownBy(() -> events.update(new int[] {1, 5}, 0, 2, new boolean[] {true, true}))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(events.save()).containsOnly(0);
        assertThatThrownBy(() -> events.restore(new int[4])).hasMessage("5 samples, but a state of 4");
    }
}
