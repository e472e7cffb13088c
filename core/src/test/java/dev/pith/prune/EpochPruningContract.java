package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every pruning keeps to. */
abstract class EpochPruningContract {
    static final int SAMPLES = 57;
    static final int EPOCHS = 12;
    private static final int BATCH = 10;

    /** Makes the pruning under test, set to prune about half. */
    abstract EpochPruning create(PruningSchedule schedule);

    private EpochPruning create(long seed) {
        return create(new PruningSchedule(SAMPLES, EPOCHS, 0.75, seed));
    }

    /** Returns a loss that falls with the epochs, by a speed of its own for every sample, and trembles. */
    static float loss(int id, int epoch) {
        double noise = new SplittableRandom(1_000L * id + epoch).nextDouble();
        return (float) (Math.exp(-epoch * (id % 7) / 10.0) + 0.2 * noise);
    }

    /** Trains one batch; returns where the next begins. */
    static int batch(EpochPruning pruning, EpochPlan plan, int from, int size) {
        int count = Math.min(size, plan.size() - from);
        float[] losses = new float[size];
        for (int j = 0; j < count; j++) {
            losses[j] = loss(plan.order()[from + j], plan.epoch());
        }
        pruning.update(plan.order(), from, count, losses);
        return from + count;
    }

    static void epoch(EpochPruning pruning, EpochPlan plan) {
        for (int from = 0; from < plan.size(); ) {
            from = batch(pruning, plan, from, BATCH);
        }
    }

    static List<EpochPlan> train(EpochPruning pruning, int epochs) {
        List<EpochPlan> plans = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            plans.add(pruning.next());
            epoch(pruning, pruning.plan());
        }
        return plans;
    }

    static void assertSame(EpochPlan actual, EpochPlan expected) {
        assertThat(actual.epoch()).isEqualTo(expected.epoch());
        assertThat(actual.order()).isEqualTo(expected.order());
        assertThat(actual.weights()).isEqualTo(expected.weights());
        assertThat(actual.samples()).isEqualTo(expected.samples());
        assertThat((Double) actual.meanScore()).isEqualTo((Double) expected.meanScore());
    }

    @Test
    void planHoldsSamplesAtMostOnce() {
        int pruned = 0;
        for (EpochPlan plan : train(create(1), EPOCHS)) {
            assertThat(plan.order()).doesNotHaveDuplicates();
            assertThat(Arrays.stream(plan.order()).allMatch(id -> id >= 0 && id < SAMPLES))
                    .isTrue();
            assertThat(plan.weights()).hasSize(plan.size());
            assertThat(plan.samples()).isEqualTo(SAMPLES);
            assertThat(plan.sharePruned()).isEqualTo(1 - (double) plan.size() / SAMPLES);
            for (float weight : plan.weights()) {
                assertThat(weight).isPositive();
            }
            pruned += SAMPLES - plan.size();
        }
        assertThat(pruned).isPositive();
    }

    @Test
    void lastEpochsSeeEverythingAtWeightOne() {
        List<EpochPlan> plans = train(create(1), EPOCHS);
        assertThat(plans.get(8).size()).isLessThan(SAMPLES);
        for (int epoch = 9; epoch < EPOCHS; epoch++) {
            assertThat(plans.get(epoch).size()).isEqualTo(SAMPLES);
            assertThat(plans.get(epoch).weights()).containsOnly(1);
        }
    }

    @Test
    void orderIsShuffledAnewEveryEpoch() {
        int epochs = 4_000;
        EpochPruning pruning = create(new PruningSchedule(SAMPLES, epochs, 0.75, 5));
        double[] place = new double[SAMPLES];
        int[] visits = new int[SAMPLES];
        double[] before = new double[SAMPLES];
        for (EpochPlan plan : train(pruning, epochs)) {
            for (int p = 0; p < plan.size(); p++) {
                int id = plan.order()[p];
                place[id] += (p + 0.5) / plan.size() - 0.5;
                visits[id]++;
                before[id] += p > 0 && plan.order()[p - 1] == (id + 1) % SAMPLES ? 1 : 0;
            }
        }
        for (int id = 0; id < SAMPLES; id++) {
            // A place is uniform, with variance 1/12, and one's neighbour is any of the others.
            assertThat(Math.abs(place[id])).isLessThan(4.5 * Math.sqrt(visits[id] / 12.0));
            assertThat(before[id]).isLessThan(0.1 * visits[id]);
        }
    }

    @Test
    void sameSeedAndLossesGiveTheSamePlans() {
        List<EpochPlan> plans = train(create(7), EPOCHS);
        List<EpochPlan> again = train(create(7), EPOCHS);
        List<EpochPlan> other = train(create(8), EPOCHS);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            assertSame(again.get(epoch), plans.get(epoch));
            assertThat(other.get(epoch).order()).isNotEqualTo(plans.get(epoch).order());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 8, 9, 11, 12})
    void restoredBetweenEpochsGoesOnAsIfUndisturbed(int done) {
        List<EpochPlan> undisturbed = train(create(3), EPOCHS);
        EpochPruning first = create(3);
        train(first, done);
        EpochPruning second = create(3);
        second.restore(first.save());
        if (done > 0) {
            assertSame(second.plan(), undisturbed.get(done - 1));
        }
        List<EpochPlan> rest = train(second, EPOCHS - done);
        for (int epoch = done; epoch < EPOCHS; epoch++) {
            assertSame(rest.get(epoch - done), undisturbed.get(epoch));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 8, 11})
    void restoredInsideAnEpochGoesOnAsIfUndisturbed(int epochOfSave) {
        List<EpochPlan> undisturbed = train(create(3), EPOCHS);
        EpochPruning first = create(3);
        train(first, epochOfSave);
        int from = batch(first, first.next(), 0, BATCH);
        EpochPruning second = create(3);
        train(second, 2);
        second.restore(first.save());
        assertSame(second.plan(), undisturbed.get(epochOfSave));
        while (from < second.plan().size()) {
            from = batch(second, second.plan(), from, BATCH);
        }
        List<EpochPlan> rest = train(second, EPOCHS - epochOfSave - 1);
        for (int epoch = epochOfSave + 1; epoch < EPOCHS; epoch++) {
            assertSame(rest.get(epoch - epochOfSave - 1), undisturbed.get(epoch));
        }
        assertThat(second.save()).isEqualTo(saveAtTheEnd(3));
    }

    private byte[] saveAtTheEnd(long seed) {
        EpochPruning pruning = create(seed);
        train(pruning, EPOCHS);
        return pruning.save();
    }

    @Test
    void restoreRefusesWhatDoesNotFitAndChangesNothing() {
        EpochPruning pruning = create(3);
        train(pruning, 2);
        byte[] state = pruning.save();
        EpochPruning other = create(4);
        assertThatThrownBy(() -> other.restore(state))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("the state is of ")
                .hasMessageContaining("seed=3]")
                .hasMessageContaining("seed=4]");
        EpochPruning same = create(3);
        byte[] before = same.save();
        for (byte[] damaged : List.of(
                new byte[0],
                new byte[] {1, 2, 3},
                new byte[100],
                Arrays.copyOf(state, state.length - 1),
                flipped(state, state.length / 2))) {
            assertThatThrownBy(() -> same.restore(damaged))
                    .isInstanceOf(PithException.class)
                    .hasMessage("the state of the pruning is damaged: take an older checkpoint");
        }
        assertThat(same.save()).isEqualTo(before);
    }

    private static byte[] flipped(byte[] bytes, int at) {
        byte[] copy = bytes.clone();
        copy[at] ^= 1;
        return copy;
    }

    @Test
    void refusesLossesThatAreNotFinite() {
        EpochPruning pruning = create(1);
        train(pruning, 2);
        byte[] before = pruning.save();
        for (float loss : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> pruning.update(new int[] {3, 4, 17}, 1, 2, new float[] {9, loss}))
                    .isInstanceOf(PithException.class)
                    .hasMessage("the loss of sample 17 is " + loss
                            + ": lower the step size, or look at what is wrong with the sample");
        }
        assertThat(pruning.save()).isEqualTo(before);
    }

    @Test
    void refusesIdsOutOfRange() {
        EpochPruning pruning = create(1);
        byte[] before = pruning.save();
        for (int id : new int[] {-1, SAMPLES}) {
            assertThatThrownBy(() -> pruning.update(new int[] {3, id}, 0, 2, new float[] {1, 2}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("id must be in [0, 57), got " + id);
        }
        assertThatThrownBy(() -> pruning.update(new int[] {3}, 0, 2, new float[2]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> pruning.update(new int[] {3, 4}, 0, 2, new float[1]))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(pruning.save()).isEqualTo(before);
    }

    @Test
    void lossesMayComeWithLongIds() {
        EpochPruning narrow = create(1);
        EpochPruning wide = create(1);
        narrow.update(new int[] {4, 9}, 0, 2, new float[] {1, 2});
        wide.update(new long[] {4, 9}, new float[] {1, 2});
        assertThat(wide.save()).isEqualTo(narrow.save());
        assertThatThrownBy(() -> wide.update(new long[] {4, 1L << 32}, new float[] {1, 2}))
                .hasMessage("id must be in [0, 57), got 4294967296");
        assertThatThrownBy(() -> wide.update(new long[] {4}, new float[] {1, 2}))
                .hasMessage("1 ids, but 2 losses");
        assertThat(wide.save()).isEqualTo(narrow.save());
    }

    @Test
    void refusesCallsOutOfOrder() {
        EpochPruning pruning = create(1);
        assertThatThrownBy(pruning::plan)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no epoch has begun: call next() first");
        train(pruning, EPOCHS);
        EpochPlan last = pruning.plan();
        assertThatThrownBy(pruning::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("all 12 epochs are over");
        assertThat(pruning.plan()).isSameAs(last);
    }

    @Test
    void oneSampleAlwaysStays() {
        for (EpochPlan plan : train(create(new PruningSchedule(1, 5, 1, 1)), 5)) {
            assertThat(plan.order()).containsExactly(0);
            assertThat(plan.weights()).containsExactly(1);
        }
    }

    @Test
    void planReportsTheMeanScore() {
        EpochPruning pruning = create(1);
        assertThat(pruning.next().meanScore()).isNaN();
        pruning.update(new int[] {4, 9}, 0, 2, new float[] {1, 2});
        assertThat(pruning.next().meanScore()).isEqualTo(1.5);
    }
}
