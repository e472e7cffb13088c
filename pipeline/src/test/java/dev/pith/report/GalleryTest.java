package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.report.Gallery.Kind;
import dev.pith.report.Gallery.Row;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GalleryTest {
    @Test
    void aRowHoldsTheFirstPicksOfEveryClass() {
        Samples samples = samples(240, 2, 3);

        List<Row> rows =
                Gallery.of(samples, Cells.of(samples, true, id -> true)).rows();

        assertThat(rows).extracting(Row::kind).containsExactly(Kind.FIRST_PICKS, Kind.FIRST_PICKS, Kind.LAST_PICKS);
        // Class c has the ids that leave c divided by 3; bin 0 holds the even ones, in ascending order.
        assertThat(rows.get(0).ids()).containsExactly(0, 6, 12, 18, 4, 10, 16, 22, 2, 8, 14, 20);
        assertThat(rows.get(2).bin()).isEqualTo(1);
        assertThat(rows.get(2).ids()).endsWith(221, 227, 233, 239);
    }

    @Test
    void ofManyClassesAndBinsSomeAreShown() {
        Samples samples = samples(20_000, 41, 30);

        List<Row> rows =
                Gallery.of(samples, Cells.of(samples, true, id -> true)).rows();

        assertThat(rows).hasSize(Gallery.ROWS_AT_MOST + 1);
        assertThat(rows.get(0).ids()).hasSizeLessThanOrEqualTo(Gallery.COLUMNS);
        assertThat(rows).extracting(Row::bin).startsWith(0).contains(40);
    }

    @Test
    void showsSomeThatWereKeptAndSomeThatWereNot() {
        Samples samples = samples(10, 1, 1);
        samples.selected()[3] = true;

        List<Row> rows =
                Gallery.of(samples, Cells.of(samples, false, id -> true)).rows();

        assertThat(rows.get(2).kind()).isEqualTo(Kind.KEPT);
        assertThat(rows.get(2).ids()).containsExactly(3);
        assertThat(rows.get(3).kind()).isEqualTo(Kind.NOT_KEPT);
        assertThat(rows.get(3).ids()).hasSize(9).doesNotContain(3);
    }

    /** Sample i is in bin i mod bins and class i mod classes, ranked by id. */
    private static Samples samples(int n, int bins, int classes) {
        String[] names = new String[classes];
        Arrays.setAll(names, c -> "class " + c);
        Samples samples = new Samples(new int[n], new int[n], new double[n], new boolean[n], new int[n], names);
        for (int id = 0; id < n; id++) {
            samples.bin()[id] = id % bins;
            samples.rank()[id] = id / bins;
            samples.classes()[id] = id % classes;
        }
        return samples;
    }
}
