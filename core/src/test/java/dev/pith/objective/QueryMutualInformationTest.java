package dev.pith.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.Ranking;
import dev.pith.maximizer.LazyGreedy;
import dev.pith.maximizer.Maximizer;
import dev.pith.maximizer.NaiveGreedy;
import dev.pith.run.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryMutualInformationTest {
    private static final int N = 60;

    /** Similarities in steps of 1/8, so that sums are exact and there are many ties. */
    private static QuerySimilarities similarities(long seed, int m) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[N][m];
        for (double[] row : values) {
            Arrays.setAll(row, q -> random.nextInt(9) / 8.0);
        }
        return new QuerySimilarities(IntStream.range(0, N).map(x -> 3 * x).toArray(), values);
    }

    /** The function as the paper has it. */
    private static double function(QuerySimilarities similarities, List<Integer> set) {
        double sum = 0;
        int m = similarities.values()[0].length;
        for (int q = 0; q < m; q++) {
            int query = q;
            sum += set.stream()
                    .mapToDouble(x -> similarities.values()[x][query])
                    .max()
                    .orElse(0);
        }
        for (int x : set) {
            sum += Arrays.stream(similarities.values()[x]).max().orElseThrow();
        }
        return sum;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 40})
    void picksAsTheNaiveLoopOverTheFunction(int m) {
        QuerySimilarities similarities = similarities(m, m);
        for (Maximizer maximizer : new Maximizer[] {new NaiveGreedy(), new LazyGreedy()}) {
            Ranking ranking = maximizer.maximize(new QueryMutualInformation(similarities), N, Progress.NONE);
            List<Integer> set = new ArrayList<>();
            for (int pick = 0; pick < N; pick++) {
                double before = function(similarities, set);
                int best = -1;
                double largest = 0;
                for (int x = 0; x < N; x++) {
                    if (!set.contains(x)) {
                        set.add(x);
                        double gain = function(similarities, set) - before;
                        set.remove((Integer) x);
                        if (best < 0 || gain > largest) {
                            best = x;
                            largest = gain;
                        }
                    }
                }
                assertThat(ranking.ids()[pick]).isEqualTo(3 * best);
                assertThat(ranking.gains()[pick]).isCloseTo(largest, within(1e-12));
                set.add(best);
            }
        }
    }
}
