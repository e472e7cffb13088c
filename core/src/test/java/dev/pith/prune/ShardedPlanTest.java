package dev.pith.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ShardedPlanTest {
    /** Cases of samples, batch and world: even ones, rests, fewer samples than processes. */
    static List<int[]> cases() {
        List<int[]> cases = new ArrayList<>(List.of(
                new int[] {1, 1, 1}, new int[] {1, 8, 3}, new int[] {16, 8, 2}, new int[] {17, 8, 4}, new int[] {5, 2, 7
                }));
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 200; i++) {
            cases.add(new int[] {1 + random.nextInt(300), 1 + random.nextInt(40), 1 + random.nextInt(9)});
        }
        return cases;
    }

    private static ShardedPlan plan(int[] sizes) {
        EpochPruning pruning = EpochPruning.none(PruningSchedule.of(sizes[0], 1, 5));
        return new ShardedPlan(pruning.next(), sizes[1], sizes[2]);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void partsOfABatchAreTheBatchInOrder(int[] sizes) {
        ShardedPlan shards = plan(sizes);
        int position = 0;
        for (int step = 0; step < shards.steps(); step++) {
            int begin = position;
            for (int rank = 0; rank < shards.world(); rank++) {
                assertThat(shards.begin(step, rank)).isEqualTo(position);
                position = shards.end(step, rank);
                assertThat(position - shards.begin(step, rank))
                        .isBetween(
                                shards.count(step) / shards.world(),
                                -Math.floorDiv(-shards.count(step), shards.world()));
            }
            assertThat(position - begin).isEqualTo(shards.count(step)).isBetween(1, shards.batch());
        }
        assertThat(position).isEqualTo(sizes[0]);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void noIdIsLostOrRepeated(int[] sizes) {
        ShardedPlan shards = plan(sizes);
        int[] seen = new int[sizes[0]];
        for (int rank = 0; rank < shards.world(); rank++) {
            long[] ids = shards.ids(rank);
            assertThat(ids).hasSize(shards.size(rank));
            assertThat(shards.weights(rank)).hasSize(ids.length);
            for (long id : ids) {
                seen[(int) id]++;
            }
        }
        assertThat(seen).containsOnly(1);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossesOfAllRanksComeInTheOrderOfThePlan(int[] sizes) {
        ShardedPlan shards = plan(sizes);
        List<float[]> losses = new ArrayList<>();
        for (int rank = 0; rank < shards.world(); rank++) {
            long[] ids = shards.ids(rank);
            float[] own = new float[ids.length];
            for (int i = 0; i < own.length; i++) {
                own[i] = ids[i] + 0.5f;
            }
            losses.add(own);
        }
        float[] inOrder = shards.inOrder(losses);
        for (int p = 0; p < inOrder.length; p++) {
            assertThat(inOrder[p]).isEqualTo(shards.plan().order()[p] + 0.5f);
        }
    }

    /** Floats hold every id up to 2^24 and no further. */
    @Test
    void idsBeyondWhatFloatsHoldArriveWhole() {
        int samples = (1 << 24) + 1001;
        ShardedPlan shards = new ShardedPlan(
                EpochPruning.none(PruningSchedule.of(samples, 1, 3)).next(), 4096, 3);
        BitSet seen = new BitSet(samples);
        long count = 0;
        for (int rank = 0; rank < 3; rank++) {
            for (long id : shards.ids(rank)) {
                seen.set((int) id);
                count++;
            }
        }
        assertThat(count).isEqualTo(samples);
        assertThat(seen.cardinality()).isEqualTo(samples);
    }

    /** Each process has a pruning of its own; what is sent are losses alone. */
    @ParameterizedTest
    @CsvSource({"2, 10", "3, 10", "4, 3", "5, 57", "7, 100"})
    void processesMakeTheSamePlansAsOne(int world, int batch) {
        PruningSchedule schedule = new PruningSchedule(EpochPruningContract.SAMPLES, 12, 0.75, 9);
        EpochPruning alone = new InfoBatch(schedule, 0.5);
        List<EpochPruning> processes = new ArrayList<>();
        for (int rank = 0; rank < world; rank++) {
            processes.add(new InfoBatch(schedule, 0.5));
        }
        int pruned = 0;
        for (int epoch = 0; epoch < 12; epoch++) {
            EpochPlan plan = alone.next();
            EpochPruningContract.epoch(alone, plan);
            List<float[]> losses = new ArrayList<>();
            for (int rank = 0; rank < world; rank++) {
                ShardedPlan shards = new ShardedPlan(processes.get(rank).next(), batch, world);
                EpochPruningContract.assertSame(shards.plan(), plan);
                long[] ids = shards.ids(rank);
                float[] own = new float[ids.length];
                for (int i = 0; i < own.length; i++) {
                    own[i] = EpochPruningContract.loss((int) ids[i], epoch);
                }
                losses.add(own);
            }
            float[] all = new ShardedPlan(plan, batch, world).inOrder(losses);
            processes.forEach(process -> process.update(plan.order(), 0, all.length, all));
            pruned += EpochPruningContract.SAMPLES - plan.size();
        }
        assertThat(pruned).isPositive();
        processes.forEach(process -> assertThat(process.save()).isEqualTo(alone.save()));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        ShardedPlan shards = plan(new int[] {10, 4, 2});
        assertThat(shards.steps()).isEqualTo(3);
        assertThat(shards.ids(0)).hasSize(5);
        EpochPlan plan = shards.plan();
        assertThatThrownBy(() -> new ShardedPlan(plan, 0, 2)).hasMessage("batch must be at least 1, got 0");
        assertThatThrownBy(() -> new ShardedPlan(plan, 4, 0)).hasMessage("world must be at least 1, got 0");
        assertThatThrownBy(() -> shards.begin(0, 2)).hasMessage("rank must be in [0, 2), got 2");
        assertThatThrownBy(() -> shards.end(3, 0)).hasMessage("step must be in [0, 3), got 3");
        assertThatThrownBy(() -> shards.inOrder(List.of(new float[5])))
                .hasMessage("there must be losses of 2 ranks, got 1");
        assertThatThrownBy(() -> shards.inOrder(List.of(new float[5], new float[4])))
                .hasMessage("rank 1 sees 5 samples, got 4 losses");
    }

    @Test
    void cutsAsNumpyDoes() {
        int[] ends = new int[5];
        Arrays.setAll(ends, rank -> ShardedPlan.cut(13, rank, 4));
        assertThat(ends).containsExactly(0, 4, 7, 10, 13);
    }
}
