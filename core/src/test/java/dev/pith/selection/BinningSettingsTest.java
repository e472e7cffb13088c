package dev.pith.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.parallel.Threads;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RecursiveBinning;
import dev.pith.quantize.Shards;
import dev.pith.run.MemoryLimit;
import dev.pith.run.Progress;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BinningSettingsTest {
    private static BinningSettings binning(RankingMethod objective, int neighbors) {
        RankingSettings ranking =
                RankingSettings.builder(objective).neighbors(neighbors).build();
        return new BinningSettings(10, BinningMethod.RECURSIVE, ranking, true, Published.NONE, 0);
    }

    @Test
    void classesThatAreRankedSideBySideCountTogether() {
        int[] sizes = {100, 300, 200};
        BinningSettings facilities = binning(RankingMethod.FACILITY_LOCATION, 0);
        assertThat(facilities.objectiveBytes(sizes, 2)).isEqualTo(2 * (300 * 300 + 200 * 200));
        assertThat(facilities.objectiveBytes(sizes, 4)) // one after the other, the threads together
                .isEqualTo(2 * 300 * 300);
        assertThat(binning(RankingMethod.FACILITY_LOCATION, 5).objectiveBytes(sizes, 2))
                .isEqualTo(24 * 500 * 5);
        assertThat(binning(RankingMethod.LOG_DETERMINANT, 0).objectiveBytes(sizes, 2))
                .isEqualTo(8 * (300 * 30 + 200 * 20));
        assertThat(binning(RankingMethod.GRAPHCUT, 0).objectiveBytes(sizes, 2)).isZero();
    }

    @Test
    void twoClassesOfWhichOneWouldFitAreRefusedBeforeTheyStart() {
        int n = 24_000;
        float[] values = new float[n];
        Arrays.fill(values, 1);
        long[] labels = new long[n];
        Arrays.setAll(labels, id -> id % 2);
        Classes classes = Classes.byLabel(labels, new BitSet());
        try (Threads threads = new Threads(2);
                Features features = DenseFeatures.of(values, 1)) {
            assertThatThrownBy(() -> binning(RankingMethod.FACILITY_LOCATION, 0)
                            .bin(features, classes, threads, MemoryLimit.parse("450m"), Progress.NONE))
                    .isInstanceOf(PithException.class)
                    .hasMessage(
                            "Ranking 2 classes side by side needs about 549.3 MiB of memory and may use 450.0 MiB: allow"
                                    + " more with `memory` if the machine has it, or use fewer `threads`");
        }
    }

    @Test
    void recursiveBinsNeedAnObjective() {
        assertThatThrownBy(() -> binning(RankingMethod.K_CENTER, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`objective` must be graphcut, facility-location or log-determinant, got k-center");
    }

    /** Rows of one class may lie apart from the others, as on a cluster. */
    @ParameterizedTest
    @EnumSource(names = {"GRAPHCUT", "FACILITY_LOCATION"})
    void picksAreCalledByTheirIdsWhateverRowsTheyAre(RankingMethod objective) {
        float[] all = {9, 9, 1, 0, 8, 9, 0, 1, 9, 8, 1, 1};
        float[] some = {1, 0, 0, 1, 1, 1};
        int[] ids = {1, 3, 5};
        BinningSettings settings = binning(objective, 0);
        try (Threads threads = new Threads(1);
                Features whole = DenseFeatures.of(all, 2);
                Features part = DenseFeatures.of(some, 2)) {
            MemoryLimit memory = MemoryLimit.parse("1g");
            RecursiveBinning.BinPicker inPlace = settings.picker(whole, ids, ids, memory, 0, threads);
            RecursiveBinning.BinPicker apart = settings.picker(part, new int[] {0, 1, 2}, ids, memory, 0, threads);
            for (int size : new int[] {2, 1}) {
                Ranking expected = inPlace.next(size, Progress.NONE);
                Ranking picks = apart.next(size, Progress.NONE);
                assertThat(picks.ids()).containsAnyOf(1, 3, 5).isEqualTo(expected.ids());
                assertThat(picks.gains()).isEqualTo(expected.gains());
            }
        }
    }

    static Stream<BinningSettings> settings() {
        return Stream.of(
                BinningSettings.usual(true, false, 0),
                BinningSettings.usual(false, true, 5),
                new BinningSettings(
                        3,
                        BinningMethod.RECURSIVE,
                        RankingSettings.builder(RankingMethod.FACILITY_LOCATION)
                                .similarity(SimilarityKind.RBF)
                                .maximizer(MaximizerKind.STOCHASTIC)
                                .neighbors(5)
                                .seed(7)
                                .build(),
                        true,
                        Published.DQ_VISION,
                        7),
                new BinningSettings(
                        3,
                        BinningMethod.EXCHANGE,
                        RankingSettings.of(RankingMethod.GRAPHCUT, 9).similarity(SimilarityKind.DOT),
                        false,
                        Published.NONE,
                        9),
                new BinningSettings(
                        2,
                        BinningMethod.RECURSIVE,
                        RankingSettings.of(RankingMethod.GRAPHCUT, 4),
                        true,
                        Published.NONE,
                        new Shards(3),
                        4),
                new BinningSettings(
                        4,
                        BinningMethod.RANDOM,
                        RankingSettings.of(RankingMethod.GRAPHCUT, 8),
                        true,
                        Published.NONE,
                        8));
    }

    /** What a manifest remembers makes the same bins, and is remembered alike. */
    @ParameterizedTest
    @MethodSource("settings")
    void settingsComeBack(BinningSettings settings) {
        BinningSettings back = BinningSettings.of(settings.toMap());
        assertThat(back.toMap()).isEqualTo(settings.toMap());
        assertThat(back.bins()).isEqualTo(settings.bins());
        assertThat(back.method()).isEqualTo(settings.method());
        assertThat(back.stratify()).isEqualTo(settings.stratify());
        assertThat(back.compat()).isEqualTo(settings.compat());
    }
}
