package dev.pith.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.text.LongTexts.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LongTextsTest {
    @Test
    void readsTheHeadTheTailOrAll() {
        assertThat(LongTexts.HEAD.spans(10, 4)).containsExactly(new Span(0, 4));
        assertThat(LongTexts.TAIL.spans(10, 4)).containsExactly(new Span(6, 10));
        assertThat(LongTexts.WINDOWS.spans(10, 4)).containsExactly(new Span(0, 4), new Span(4, 8), new Span(8, 10));
    }

    @ParameterizedTest
    @EnumSource
    void readsShortTextsWhole(LongTexts longTexts) {
        assertThat(longTexts.spans(4, 4)).containsExactly(new Span(0, 4));
        assertThat(longTexts.spans(0, 4)).containsExactly(new Span(0, 0));
    }

    @Test
    void meansWeighByPiecesAndKeepTheLength() {
        List<Span> spans = List.of(new Span(0, 3), new Span(3, 4));
        float[] mean = LongTexts.mean(List.of(new float[] {1, 0}, new float[] {0, 1}), spans);
        assertThat(mean).containsExactly((float) (3 / Math.sqrt(10)), (float) (1 / Math.sqrt(10)));
        float[] longer = LongTexts.mean(List.of(new float[] {2, 0}, new float[] {6, 0}), spans);
        assertThat(longer).containsExactly(3, 0);
        assertThat(LongTexts.mean(List.of(new float[] {1}, new float[] {-3}), spans))
                .containsExactly(0);
        float[] one = {0.1f, 0.7f};
        assertThat(LongTexts.mean(List.of(one), List.of(new Span(0, 5)))).isSameAs(one);
    }

    /** Reads two letters of a text. */
    private static final class TwoLetters implements Embedder {
        @Override
        public Map<String, String> identity() {
            return Map.of();
        }

        @Override
        public int batch() {
            return 1;
        }

        @Override
        public float[][] embed(List<String> texts, Threads threads) {
            throw new UnsupportedOperationException("is not asked for vectors");
        }

        @Override
        public Optional<String> excerpt(String text) {
            return text.length() <= 2 ? Optional.empty() : Optional.of(text.substring(0, 2));
        }

        @Override
        public void close() {
            // Holds nothing.
        }
    }

    @Test
    void countsLongTextsAndThoseThatAreAlikeOnlyWhereTheyAreRead() {
        RecordTexts texts =
                RecordTexts.of(new ListSource(List.of("ab", "abc", "abd", "abc", " ", "xyz", "abe", "xyz", "x")));
        for (int threadCount : new int[] {1, 3}) {
            try (Threads threads = new Threads(threadCount)) {
                assertThat(LongTextCount.of(texts, new TwoLetters(), threads, Progress.NONE))
                        .isEqualTo(new LongTextCount(6, 2));
            }
        }
    }
}
