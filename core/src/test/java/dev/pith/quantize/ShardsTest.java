package dev.pith.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShardsTest {
    @ParameterizedTest
    @CsvSource({"100, 7", "100, 1", "100, 100", "3, 8", "1, 2"})
    void areAPartitionIntoPartsOfOneSize(int samples, int count) {
        int[] ids = IntStream.range(0, samples).map(i -> 3 * i + 1).toArray();
        int[][] parts = new Shards(count).split(ids, 5);
        assertThat(parts).hasNumberOfRows(Math.min(count, samples));
        assertThat(Arrays.stream(parts).flatMapToInt(Arrays::stream).sorted().toArray())
                .isEqualTo(ids);
        for (int[] part : parts) {
            assertThat(part).isSorted();
            assertThat(part.length).isBetween(samples / parts.length, (samples + parts.length - 1) / parts.length);
        }
        assertThat(new Shards(count).sizes(new int[] {samples}))
                .isEqualTo(Arrays.stream(parts).mapToInt(part -> part.length).toArray());
    }

    @Test
    void areDrawnByTheSeed() {
        int[] ids = IntStream.range(0, 100).toArray();
        Shards shards = new Shards(4);
        assertThat(shards.split(ids, 1)).isDeepEqualTo(shards.split(ids, 1));
        assertThat(Arrays.deepEquals(shards.split(ids, 1), shards.split(ids, 2)))
                .isFalse();
    }

    @Test
    void autoKeepsPartsSmall() {
        Shards auto = Shards.parse("auto");
        assertThat(auto.sizes(new int[] {10, Shards.MOST, Shards.MOST + 1}))
                .containsExactly(10, Shards.MOST, Shards.MOST / 2, Shards.MOST / 2 + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "17", "auto"})
    void saysWhatItRead(String text) {
        assertThat(Shards.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "all", ""})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> Shards.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a count of at least 1, or auto, got '" + text + "'");
    }
}
