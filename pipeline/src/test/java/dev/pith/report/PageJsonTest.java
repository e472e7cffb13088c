package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageJsonTest {
    @Test
    void holdsNothingThatHtmlTakesForMarkup() throws IOException {
        String text = "</script><img src=x>&amp;<!--\u2028\u2029";

        String json = PageJson.of(Map.of("key", text));

        assertThat(json).doesNotContain("<", ">", "&", "\u2028", "\u2029");
        assertThat(new ObjectMapper().readTree(json).get("key").asText()).isEqualTo(text);
    }

    @Test
    void roundsNumbersAndWritesNullForWhatIsNone() {
        assertThat(PageJson.of(new double[] {1.0 / 3, 1234567.8, 0, 5, Double.NaN, Double.POSITIVE_INFINITY}))
                .isEqualTo("[0.333333,1.23457E+6,0,5,null,null]");
        assertThat(PageJson.of(new BinSpread.Pair(2.5, Double.NaN)))
                .isEqualTo("{\"pairDistance\":2.5,\"centreDistance\":null}");
    }
}
