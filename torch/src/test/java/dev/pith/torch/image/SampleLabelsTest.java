package dev.pith.torch.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.pith.data.Labels;
import dev.pith.data.Source;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleLabelsTest {
    private record Labelled(Optional<Labels> labels) implements Source {
        @Override
        public String name() {
            return "labelled";
        }

        @Override
        public int size() {
            return labels.orElseThrow().values().length;
        }

        @Override
        public String key(int id) {
            return Integer.toString(id);
        }

        @Override
        public String fingerprint() {
            return "";
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    @Test
    void classesThatHaveNamesNeedNoSample() {
        Source source = new Labelled(Optional.of(new Labels(new long[] {0, 2, 0}, List.of("a", "b", "c", "d"))));
        int[] labels = SampleLabels.of(source, 0, List.of());
        assertThat(SampleLabels.classes(source, labels)).isEqualTo(4);
        assertThatCode(() -> SampleLabels.requireEveryClass(source, labels, 4)).doesNotThrowAnyException();
    }

    @Test
    void aSampleWithoutALabelStopsNobodyWhoDoesNotLookAtIt() {
        BitSet unlabelled = BitSet.valueOf(new long[] {0b10});
        Source source = new Labelled(Optional.of(new Labels(new long[] {1, -1, 0}, List.of(), unlabelled)));
        assertThat(SampleLabels.of(source, 0, List.of())).containsExactly(1, 0, 0);
    }
}
