package dev.pith.pipeline.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.random.Priority;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HoldoutTest {
    /** A source of labels alone. */
    private record Labelled(Labels values) implements Source {
        @Override
        public String name() {
            return "labelled";
        }

        @Override
        public int size() {
            return values.values().length;
        }

        @Override
        public String key(int id) {
            return Integer.toString(id);
        }

        @Override
        public Optional<Labels> labels() {
            return Optional.of(values);
        }

        @Override
        public String fingerprint() {
            return "";
        }

        @Override
        public void close() {}
    }

    /** 20 samples of a, one of b, four of c. */
    private static final Source SOURCE = new Labelled(new Labels(
            IntStream.range(0, 25)
                    .mapToLong(id -> id < 20 ? 0 : id == 20 ? 1 : 2)
                    .toArray(),
            List.of("a", "b", "c")));

    private static final int[] ALL = IntStream.range(0, 25).toArray();

    private static long trained(Holdout holdout, int from, int to, int... ids) {
        return Arrays.stream(ids)
                .filter(id -> id >= from && id < to)
                .filter(id -> Arrays.binarySearch(holdout.ids(), id) < 0)
                .count();
    }

    @Test
    void everyClassKeepsASampleWhateverTheSeed() {
        for (long seed = 0; seed < 50; seed++) {
            Holdout holdout = Holdout.draw(SOURCE, 12, ALL, seed);
            assertThat(holdout.ids())
                    .hasSize(12)
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .doesNotContain(20);
            assertThat(holdout.note())
                    .isEqualTo("`holdout` leaves every class a sample to train on: the last one of b is not held out");
        }
    }

    @Test
    void whatIsLeftInTheEndIsOneOfEachClass() {
        Holdout holdout = Holdout.draw(SOURCE, 25, ALL, 0);
        assertThat(trained(holdout, 0, 20, ALL)).isEqualTo(1);
        assertThat(trained(holdout, 21, 25, ALL)).isEqualTo(1);
        assertThat(holdout.note())
                .isEqualTo("`holdout` leaves every class a sample to train on: the last one of a, b, c is not held out,"
                        + " so 22 samples are, not 25");
    }

    @Test
    void ofASelectionOneOfEachClassIsLeftToo() {
        int[] selection = {3, 20, 22};
        for (long seed = 0; seed < 50; seed++) {
            Holdout holdout = Holdout.draw(SOURCE, 20, selection, seed);
            assertThat(holdout.ids()).hasSize(20).doesNotContain(3, 20, 22);
        }
    }

    /** A source of texts alone. */
    private record Texts(List<String> texts) implements RecordSource {
        @Override
        public byte[] record(int id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String text(int id) {
            return texts.get(id);
        }

        @Override
        public String name() {
            return "texts";
        }

        @Override
        public int size() {
            return texts.size();
        }

        @Override
        public String key(int id) {
            return Integer.toString(id);
        }

        @Override
        public Optional<Labels> labels() {
            return Optional.empty();
        }

        @Override
        public String fingerprint() {
            return "";
        }

        @Override
        public void close() {}
    }

    @Test
    void recordsOfAllLengthsAreHeldOut() {
        for (int seed = 0; seed < 20; seed++) {
            int[] lengths = Priority.shuffled(IntStream.range(0, 200).toArray(), seed);
            RecordSource texts =
                    new Texts(Arrays.stream(lengths).mapToObj("x"::repeat).toList());
            int[] drawn = new int[10];
            for (int id : Holdout.of(texts, 50, seed).ids()) {
                drawn[lengths[id] / 20]++;
            }
            assertThat(drawn).containsOnly(5);
        }
    }

    @Test
    void asManyRecordsAreHeldOutAsAreAskedFor() {
        for (int n = 1; n < 25; n++) {
            RecordSource texts =
                    new Texts(IntStream.range(0, n).mapToObj("x"::repeat).toList());
            for (int count = 1; count <= n; count++) {
                assertThat(Holdout.of(texts, count, 0).ids())
                        .hasSize(count)
                        .isSorted()
                        .doesNotHaveDuplicates();
            }
        }
    }

    @Test
    void whatASelectionTakesFirstIsNotWhatIsHeldOut() {
        Source one = new Labelled(new Labels(new long[1000], List.of()));
        int[] all = IntStream.range(0, 1000).toArray();
        int[] first = Arrays.copyOf(Priority.shuffled(all, 5), 100);
        Holdout holdout = Holdout.draw(one, 100, all, 5);
        assertThat(holdout.note()).isNull();
        assertThat(Arrays.stream(first)
                        .filter(id -> Arrays.binarySearch(holdout.ids(), id) >= 0)
                        .count())
                .isLessThan(30);
    }
}
