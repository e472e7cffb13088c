package dev.pith.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
    @ParameterizedTest
    @CsvSource({
        "0.125, 6000, 750",
        "12.5%, 6000, 750",
        "1.0, 7, 7",
        "100%, 7, 7",
        "500, 6000, 500",
        "0.5, 5, 3",
        "0.1, 25, 3",
        "0.7, 10, 7",
        "0.125%, 400, 1",
        "50 %, 4, 2"
    })
    void countsWithHalvesRoundedUp(String text, int n, int expected) {
        assertThat(Budget.parse(text.replace(" ", "")).of(n)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.7 | a ratio must be above 0 and at most 1, got 1.7",
                "0.0 | a ratio must be above 0 and at most 1, got 0.0",
                "-0.5 | a ratio must be above 0 and at most 1, got -0.5",
                "0% | a percentage must be above 0 % and at most 100 %, got 0%",
                "101% | a percentage must be above 0 % and at most 100 %, got 101%",
                "0 | a count must be at least 1, got 0",
                "many | expected a ratio (0.125), a percentage (12.5%) or a count (500), got 'many'",
                "% | expected a ratio (0.125), a percentage (12.5%) or a count (500), got '%'"
            })
    void refusesAnythingElse(String text, String message) {
        assertThatThrownBy(() -> Budget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesMoreThanThereAre() {
        assertThatThrownBy(() -> Budget.parse("8").of(7)).hasMessage("cannot keep 8 of 7 samples");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1%, 400, '0.125%'",
        "0.001, 400, 0.00125",
        "0.1, 4, 0.125",
        "0.001%, 6000, '0.00834%'",
        "0.000001%, 1000000, '0.00005%'"
    })
    void refusesAShareThatRoundsToNoneAndNamesTheSmallestThatDoesNot(String text, int n, String smallest) {
        assertThatThrownBy(() -> Budget.parse(text).of(n))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(text + " of " + n + " samples rounds to none; keep more, at least " + smallest
                        + " or 1 sample");
        assertThat(Budget.parse(smallest).of(n)).isEqualTo(1);
    }
}
