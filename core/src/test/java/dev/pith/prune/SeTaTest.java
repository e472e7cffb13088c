package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeTaTest extends EpochPruningContract {
    @Override
    EpochPruning create(PruningSchedule schedule) {
        return new SeTa(schedule, 5, 3, 0.2);
    }

    private static SeTa learned(int samples, int groups, int window, double ratio) {
        SeTa seTa = new SeTa(new PruningSchedule(samples, 9, 1, 2), groups, window, ratio);
        assertThat(seTa.next().size()).isEqualTo(samples); // nothing is known
        float[] losses = new float[samples];
        for (int id = 0; id < samples; id++) {
            losses[id] = samples - id; // the last id is the easiest
        }
        seTa.update(IntStream.range(0, samples).toArray(), 0, samples, losses);
        return seTa;
    }

    @Test
    void theWindowSlidesFromEasyToHardAndBeginsAnew() {
        SeTa seTa = learned(20, 5, 3, 0);
        for (int epoch = 1; epoch < 9; epoch++) {
            int first = (epoch - 1) % 3;
            int[] window = IntStream.range(20 - 4 * (first + 3), 20 - 4 * first).toArray();
            assertThat(seTa.next().order()).containsExactlyInAnyOrder(window);
            assertThat(seTa.plan().weights()).containsOnly(1);
        }
    }

    @Test
    void aRandomShareOfTheWindowIsLeftOut() {
        SeTa seTa = learned(20, 5, 4, 0.25);
        int[] order = seTa.next().order();
        assertThat(order).hasSize(12);
        assertThat(Arrays.stream(order)).allMatch(id -> id >= 4);
    }

    /** Groups of equal numbers, whatever the losses are, differ by one sample. */
    @ParameterizedTest
    @ValueSource(ints = {5, 11, 57, 203})
    void groupsAreQuantiles(int samples) {
        SeTa seTa = learned(samples, 5, 1, 0);
        BitSet seen = new BitSet(samples);
        for (int epoch = 1; epoch <= 5; epoch++) {
            int[] group = seTa.next().order();
            assertThat(group.length).isBetween(samples / 5, (samples + 4) / 5);
            int before = seen.cardinality();
            for (int id : group) {
                seen.set(id);
            }
            assertThat(seen.cardinality()).isEqualTo(before + group.length); // no sample is in two
            assertThat(seen.nextClearBit(samples - seen.cardinality())).isEqualTo(samples); // from the easy end
        }
        assertThat(seen.cardinality()).isEqualTo(samples);
    }

    @Test
    void whatWasNeverSeenStays() {
        SeTa seTa = new SeTa(new PruningSchedule(10, 4, 1, 2), 2, 1, 0);
        seTa.next();
        seTa.update(new int[] {0, 1, 2, 3}, 0, 4, new float[] {4, 3, 2, 1});
        assertThat(seTa.next().order()).containsExactlyInAnyOrder(2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(seTa.next().order()).containsExactlyInAnyOrder(0, 1, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void equalAndNegativeLossesAreOrderedByIdAndSize() {
        SeTa seTa = new SeTa(new PruningSchedule(4, 4, 1, 2), 2, 1, 0);
        seTa.next();
        seTa.update(new int[] {0, 1, 2, 3}, 0, 4, new float[] {0, -1, -0f, -2});
        assertThat(seTa.next().order()).containsExactlyInAnyOrder(1, 3);
        assertThat(seTa.next().order()).containsExactlyInAnyOrder(0, 2);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        PruningSchedule schedule = PruningSchedule.of(4, 1, 1);
        assertThatThrownBy(() -> new SeTa(schedule, 0, 1, 0)).hasMessage("groups must be in [1, 100], got 0");
        assertThatThrownBy(() -> new SeTa(schedule, 5, 6, 0)).hasMessage("window must be in [1, 5], got 6");
        assertThatThrownBy(() -> new SeTa(schedule, 5, 4, 1)).hasMessageStartingWith("ratio must be in [0, 1)");
    }
}
