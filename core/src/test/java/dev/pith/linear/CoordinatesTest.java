package dev.pith.linear;

import static org.assertj.core.api.Assertions.fail;

import dev.pith.feature.DenseFeatures;
import dev.pith.feature.Features;
import dev.pith.feature.Float32;
import dev.pith.feature.HardRows;
import dev.pith.feature.Similarity;
import dev.pith.parallel.Threads;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A row is where its coordinates say, within their error, and what the directions do not hold of it is no longer than
 * its residual.
 */
class CoordinatesTest {
    @ParameterizedTest
    @EnumSource
    void neverErrByMoreThanTheySay(HardRows rows) {
        try (Threads threads = new Threads(2)) {
            for (int n : HardRows.sizes()) {
                check(rows, n, n < 100 ? 40 : 5, threads);
            }
            for (int n = 1; n < 34; n++) {
                check(rows, n, 1, threads);
            }
            check(rows, 3, 4098, threads);
        }
    }

    private static void check(HardRows rows, int n, int d, Threads threads) {
        Features features = DenseFeatures.of(rows.values(n, d, n + d), d);
        for (Similarity similarity : rows.similarities(n)) {
            int[] trusted = IntStream.range(0, n)
                    .filter(i -> Float32.trusts(similarity, features.squaredNorm(i)))
                    .toArray();
            double[] first = new double[d];
            for (int row : trusted) {
                features.add(row, similarity.weight(features.squaredNorm(row)), first);
            }
            Directions directions = new Directions(features, similarity, Directions.sampled(trusted), first);
            Coordinates coordinates = new Coordinates(directions, features, similarity, trusted, threads);
            int index = 0;
            for (int row : trusted) {
                index = coordinates.indexOf(row, index);
                double squaredNorm = features.squaredNorm(row);
                double scale = similarity.scale() * similarity.weight(squaredNorm);
                double[] rest = new double[d];
                features.add(row, 1, rest);
                double norm = scale * LinearGain.norm(rest);
                boolean holds = coordinates.norm(index) >= norm;
                double rounded = 0x1p-24 * coordinates.norm(index) + (d + 16) * 0x1p-53 * norm;
                for (int k = 0; k < directions.count(); k++) {
                    double exact = scale * features.dot(row, directions.direction(k));
                    double error = rounded + (k == 0 ? 0 : coordinates.error(index));
                    holds &= Math.abs(coordinates.coordinate(k, index) - exact) <= error;
                }
                double[] along = directions.coordinatesOf(rest);
                for (int k = 0; k < along.length; k++) {
                    for (int j = 0; j < d; j++) {
                        rest[j] -= along[k] * directions.direction(k)[j];
                    }
                }
                double residual = coordinates.residual(index);
                holds &= scale * LinearGain.norm(rest) <= residual && residual <= 1.001 * norm + scale * 0x1p-100;
                if (!holds) {
                    fail("row %s of %s x %s, %s, of norm %s and residual %s", row, n, d, similarity, norm, residual);
                }
            }
        }
    }
}
