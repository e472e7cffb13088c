package dev.pith.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.HardRows;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No row moves further than the bound of the groups says, in one grouping or in several that are joined. */
class GroupsTest {
    private static final int D = 6;

    @ParameterizedTest
    @EnumSource
    void noRowIsAboveTheBound(HardRows rows) {
        SplittableRandom random = new SplittableRandom(5);
        try (Threads threads = new Threads(1)) {
            for (int n : HardRows.sizes()) {
                Features features = DenseFeatures.of(rows.values(n, D, n), D);
                int[] all = IntStream.range(0, n).toArray();
                double[] first = new double[D];
                all = Arrays.stream(all)
                        .filter(i -> features.squaredNorm(i) < 0x1p80)
                        .toArray();
                for (int row : all) {
                    features.add(row, 1, first);
                }
                Directions directions = new Directions(features, Similarity.DOT, Directions.sampled(all), first);
                Coordinates coordinates = new Coordinates(directions, features, Similarity.DOT, all, threads);
                double[] gains = new double[all.length];
                Arrays.setAll(gains, k -> random.nextInt(4) == 0 ? Double.NaN : random.nextGaussian());
                Groups one = Groups.of(features, coordinates, all, gains);
                List<Groups> parts = new ArrayList<>();
                for (int part = 0; part < 3; part++) {
                    double[] some = gains.clone();
                    for (int k = 0; k < some.length; k++) {
                        some[k] = k % 3 == part ? gains[k] : Double.NaN;
                    }
                    parts.add(Groups.of(features, coordinates, all, some));
                }
                Groups joined = Groups.joined(parts, directions.count());
                assertThat(joined.largestSquaredNorm()).isEqualTo(one.largestSquaredNorm());
                assertThat(joined.count()).isLessThanOrEqualTo(Math.max(1, one.count()));
                for (int move = 0; move < 4; move++) {
                    double[] along = new double[directions.count()];
                    Arrays.setAll(along, k -> random.nextGaussian());
                    double across = random.nextDouble();
                    double perSquaredNorm = move % 2 * random.nextGaussian();
                    double highest = Double.NEGATIVE_INFINITY;
                    int index = 0;
                    for (int k = 0; k < all.length; k++) {
                        index = coordinates.indexOf(all[k], index);
                        double value = gains[k]
                                + coordinates.residual(index) * across
                                + coordinates.norm(index) * 0.5
                                + coordinates.error(index) * 0.25;
                        for (int j = 0; j < along.length; j++) {
                            value += coordinates.coordinate(j, index) * along[j];
                        }
                        value += perSquaredNorm * features.squaredNorm(all[k]);
                        highest = Math.max(highest, Double.isNaN(gains[k]) ? Double.NEGATIVE_INFINITY : value);
                    }
                    double rounding = 1e-12 * Math.abs(highest);
                    for (Groups groups : List.of(one, joined)) {
                        double bound = Double.NEGATIVE_INFINITY;
                        for (int g = 0; g < groups.count(); g++) {
                            bound = Math.max(bound, groups.bound(g, along, across, 0.5, 0.25, perSquaredNorm));
                        }
                        assertThat(bound >= highest - rounding || highest == Double.NEGATIVE_INFINITY)
                                .as("%s for %s", bound, highest)
                                .isTrue();
                    }
                }
            }
        }
    }
}
