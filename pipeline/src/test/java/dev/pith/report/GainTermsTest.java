package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.feature.Similarity;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GainTermsTest {
    private static final int N = 120;

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void theirDifferenceIsTheGainOfTheFirstAndTheLastPick(Similarity similarity) {
        PlainFeatures features = PlainFeatures.random(N, 6, 3);
        Samples samples = NaiveBins.of(features, similarity, new int[0], new String[0], 4, 1);
        Cells cells = Cells.of(samples, false, id -> true);

        GainTerms terms = GainTerms.of(features, similarity, 1, cells);

        for (int bin = 0; bin < 4; bin++) {
            int[] ids = cells.ids(0, bin);
            assertThat(terms.firstPool()[bin]).isCloseTo(samples.gain()[ids[0]], within(1e-9));
            assertThat(terms.lastPool()[bin] - terms.lastChosen()[bin])
                    .isCloseTo(samples.gain()[ids[ids.length - 1]], within(1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void areMeansOverTheClasses(Similarity similarity) {
        PlainFeatures features = PlainFeatures.random(N, 6, 4);
        int[] classes = IntStream.range(0, N).map(id -> id % 3).toArray();
        Samples samples = NaiveBins.of(features, similarity, classes, new String[] {"a", "b", "c"}, 4, 1);
        Cells cells = Cells.of(samples, true, id -> true);

        GainTerms terms = GainTerms.of(features, similarity, 1, cells);

        for (int b = 0; b < 4; b++) {
            int bin = b;
            double first = IntStream.range(0, 3)
                    .mapToDouble(c -> samples.gain()[cells.ids(c, bin)[0]])
                    .average()
                    .orElseThrow();
            assertThat(terms.firstPool()[bin]).isCloseTo(first, within(1e-9));
        }
    }

    @ParameterizedTest
    @EnumSource(Similarity.class)
    void fromAPartOfTheSamplesAreNearTheTruth(Similarity similarity) {
        PlainFeatures features = PlainFeatures.random(2_000, 3, 5);
        Samples samples = NaiveBins.of(features, similarity, new int[0], new String[0], 2, 1);
        Cells cells = Cells.of(samples, false, id -> true);

        GainTerms exact = GainTerms.of(features, similarity, 1, cells);
        GainTerms part = GainTerms.of(features, similarity, 1, cells.thinned(1_000));

        for (int bin = 0; bin < 2; bin++) {
            double tenth = 0.1 * Math.abs(exact.lastPool()[bin]);
            assertThat(part.lastPool()[bin]).isCloseTo(exact.lastPool()[bin], within(tenth));
            assertThat(part.lastChosen()[bin]).isCloseTo(exact.lastChosen()[bin], within(tenth));
        }
    }
}
