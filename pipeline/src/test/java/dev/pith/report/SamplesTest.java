package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.run.SamplesTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class SamplesTest {
    private static final List<String> KEYS = List.of("a", "b", "c");

    @Test
    void namesClassesByTheirLabels() {
        Samples samples = Samples.of(new SamplesTable(KEYS, new long[] {1, 0, 1}), false, List.of("cat", "dog"));

        assertThat(samples.classNames()).containsExactly("cat", "dog");
        assertThat(samples.classes()).containsExactly(1, 0, 1);
    }

    @Test
    void labelsWithoutNamesNameThemselves() {
        Samples samples = Samples.of(new SamplesTable(KEYS, new long[] {100, -7, 100}), false, List.of("-7", "100"));

        assertThat(samples.classNames()).containsExactly("-7", "100");
        assertThat(samples.classes()).containsExactly(1, 0, 1);
    }

    @Test
    void withoutLabelsThereIsNoClass() {
        Samples samples = Samples.of(new SamplesTable(KEYS, null), false, List.of());

        assertThat(samples.labelled()).isFalse();
        assertThat(samples.classes()).containsExactly(0, 0, 0);
        assertThat(samples.bins()).isZero();
        assertThat(samples.selectedCount()).isZero();
    }

    @Test
    void aRankingIsOneBin() {
        SamplesTable table = new SamplesTable(KEYS, null);
        table.rank[2] = 0;
        table.rank[0] = 1;
        table.selected = new boolean[] {true, false, true};

        Samples samples = Samples.of(table, true, List.of());

        assertThat(samples.bin()).containsExactly(0, Samples.NO_BIN, 0);
        assertThat(samples.bins()).isEqualTo(1);
        assertThat(samples.selectedCount()).isEqualTo(2);
    }
}
