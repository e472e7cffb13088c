package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {
    private static final Samples SIX = new Samples(
            new int[] {0, 1, 0, Samples.NO_BIN, 1, 0},
            new int[] {2, 0, 0, 0, 1, 1},
            new double[6],
            new boolean[6],
            new int[] {0, 0, 1, 1, 1, 0},
            new String[] {"a", "b"});

    @Test
    void sortsIntoClassAndBinInPickOrder() {
        Cells cells = Cells.of(SIX, true, id -> true);

        assertThat(cells.strata()).isEqualTo(2);
        assertThat(cells.bins()).isEqualTo(2);
        assertThat(cells.ids(0, 0)).containsExactly(5, 0);
        assertThat(cells.ids(0, 1)).containsExactly(1);
        assertThat(cells.ids(1, 0)).containsExactly(2);
        assertThat(cells.ids(1, 1)).containsExactly(4);
        assertThat(cells.ids(1, 2)).containsExactly(3);
        assertThat(cells.allIds()).containsExactly(5, 0, 2, 1, 4, 3);
    }

    @Test
    void isOneStratumWhenClassesWereNotTreatedApart() {
        Cells cells = Cells.of(SIX, false, id -> true);

        assertThat(cells.strata()).isEqualTo(1);
        assertThat(cells.ids(0, 0)).containsExactly(2, 5, 0);
    }

    @Test
    void leavesOutWhatIsNotUsable() {
        Cells cells = Cells.of(SIX, false, id -> id != 5);

        assertThat(cells.ids(0, 0)).containsExactly(2, 0);
        assertThat(cells.size(0, 0)).isEqualTo(2);
    }

    @Test
    void thinnedKeepsFirstAndLastAndTheSize() {
        int n = 1_000;
        Samples samples = new Samples(new int[n], new int[n], new double[n], new boolean[n], new int[n], new String[0]);
        for (int id = 0; id < n; id++) {
            samples.rank()[id] = id;
        }
        Cells whole = Cells.of(samples, false, id -> true);

        Cells thin = whole.thinned(5);

        assertThat(thin.ids(0, 0)).hasSize(5).startsWith(0).endsWith(999).isSorted();
        assertThat(thin.size(0, 0)).isEqualTo(n);
        assertThat(thin.thin()).isTrue();
        assertThat(whole.thinned(n)).isSameAs(whole);
        assertThat(whole.thin()).isFalse();
    }

    @Test
    void evenlySpacedTakesBothEnds() {
        assertThat(Cells.evenlySpaced(new int[] {1, 2, 3, 4, 5}, 3)).containsExactly(1, 3, 5);
        assertThat(Cells.evenlySpaced(new int[] {1, 2}, 3)).containsExactly(1, 2);
        assertThat(Cells.evenlySpaced(new int[] {7, 8}, 1)).containsExactly(7);
        assertThat(Cells.evenlySpaced(new int[0], 3)).isEmpty();
    }
}
