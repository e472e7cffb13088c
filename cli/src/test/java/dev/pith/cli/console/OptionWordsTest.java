package dev.pith.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parameters in backquotes become options, other words stay. */
class OptionWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    `lr` must be positive, got 0                | --lr must be positive, got 0
                    `epochs` and `steps` both say how long      | --epochs and --steps both say how long
                    a.jpg: is cut; leave out by `on-error skip` | a.jpg: is cut; leave out by --on-error skip
                    nothing is a parameter here                 | nothing is a parameter here
                    a lone ` stays                              | a lone ` stays
                    """)
    void parametersAreOptions(String message, String worded) {
        assertThat(OptionWords.in(message)).isEqualTo(worded);
    }
}
