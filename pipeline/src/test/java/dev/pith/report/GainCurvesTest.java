package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GainCurvesTest {
    @Test
    void showsEveryPickOfAShortBin() {
        Samples samples = samples(new int[] {0, 0, 0}, new int[] {1, 0, 2}, new double[] {5, 9, 1}, new int[3]);

        GainCurves curves = GainCurves.of(samples, Cells.of(samples, false, id -> true));

        assertThat(curves.byShare()).isFalse();
        assertThat(curves.positions()[0]).containsExactly(0, 1, 2);
        assertThat(curves.gains()[0]).containsExactly(9, 5, 1);
        assertThat(curves.any()).isTrue();
    }

    @Test
    void thinsALongBinAndKeepsItsEnds() {
        int n = 50_000;
        int[] rank = new int[n];
        double[] gain = new double[n];
        for (int id = 0; id < n; id++) {
            rank[id] = id;
            gain[id] = n - id;
        }
        Samples samples = samples(new int[n], rank, gain, new int[n]);

        GainCurves curves = GainCurves.of(samples, Cells.of(samples, false, id -> true));

        assertThat(curves.gains()[0]).hasSize(200).startsWith(n).endsWith(1);
        assertThat(curves.positions()[0]).startsWith(0).endsWith(n - 1);
    }

    @Test
    void averagesOverClassesByShareOfTheBin() {
        Samples samples = samples(
                new int[] {0, 0, 0, 0, 0}, new int[] {0, 1, 2, 3, 4}, new double[] {10, 8, 6, 100, 80}, new int[] {
                    0, 0, 0, 1, 1
                });

        GainCurves curves = GainCurves.of(samples, Cells.of(samples, true, id -> true));

        assertThat(curves.byShare()).isTrue();
        assertThat(curves.positions()[0]).containsExactly(0, 50, 100);
        assertThat(curves.gains()[0]).startsWith(55).endsWith(43);
    }

    @Test
    void knowsWhenThereAreNoGains() {
        Samples samples = samples(new int[1], new int[1], new double[] {Double.NaN}, new int[1]);

        assertThat(GainCurves.of(samples, Cells.of(samples, false, id -> true)).any())
                .isFalse();
    }

    private static Samples samples(int[] bin, int[] rank, double[] gain, int[] classes) {
        return new Samples(bin, rank, gain, new boolean[bin.length], classes, new String[] {"a", "b"});
    }
}
