package dev.pith.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.quantize.BinSizes;
import dev.pith.quantize.Binning;
import dev.pith.quantize.Classes;
import dev.pith.quantize.RandomBinning;
import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrawOrderTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyCellKeepsWithinOneOfItsShare(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] sizes = random.ints(1 + random.nextInt(12), 0, 60).toArray();
        sizes[0]++;
        int n = Arrays.stream(sizes).sum();
        int[] turns = FairSchedule.of(sizes, random.nextInt(sizes.length));
        int[] had = new int[sizes.length];
        for (int t = 0; t < n; t++) {
            had[turns[t]]++;
            for (int i = 0; i < sizes.length; i++) {
                double share = (t + 1.0) * sizes[i] / n;
                assertThat(had[i]).isBetween((int) Math.ceil(share - 1 - 1e-9), (int) Math.floor(share + 1 + 1e-9));
            }
        }
        assertThat(had).isEqualTo(sizes);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 42})
    void isAnOrderOfEverythingThatKeepsClassesAndBinsInBalance(long seed) {
        long[] labels = new long[1003];
        Arrays.setAll(labels, i -> i < 500 ? 0 : i < 900 ? 3 : i < 1002 ? 7 : 8);
        Classes classes = Classes.byLabel(labels, new BitSet());
        int bins = 10;
        Binning binning = RandomBinning.of(classes, BinSizes.balanced(classes.sizes(), bins), 5);
        int[] order = DrawOrder.of(binning, classes, labels.length, seed);
        assertThat(Arrays.stream(order).distinct().count()).isEqualTo(labels.length);
        int[] binOf = binning.binOf(labels.length);
        int[][] had = new int[9][bins];
        for (int m = 0; m < order.length; m++) {
            int c = (int) labels[order[m]];
            had[c][binOf[order[m]]]++;
            int ofClass = Arrays.stream(had[c]).sum();
            double share = (m + 1.0) * classes.sizes()[Arrays.binarySearch(classes.labels(), c)] / labels.length;
            assertThat((double) ofClass).isBetween(share - 1, share + 1);
        }
        assertThat(DrawOrder.of(binning, classes, labels.length, seed)).isEqualTo(order);
        assertThat(DrawOrder.of(binning, classes, labels.length, seed + 1)).isNotEqualTo(order);
    }

    @Test
    void smallClassesBeginInDifferentBins() {
        long[] labels = new long[20];
        Arrays.setAll(labels, i -> i / 2);
        Classes classes = Classes.byLabel(labels, new BitSet());
        Binning binning = RandomBinning.of(classes, BinSizes.balanced(classes.sizes(), 2), 5);
        int[] order = DrawOrder.of(binning, classes, 20, 1);
        int[] binOf = binning.binOf(20);
        long fromFirst =
                Arrays.stream(order, 0, 10).filter(id -> binOf[id] == 0).count();
        assertThat(fromFirst).isEqualTo(5);
    }
}
