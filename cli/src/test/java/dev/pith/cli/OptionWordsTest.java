package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Names of options get their dashes, other words do not. */
class OptionWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    lr must be a positive number, got 0      | --lr must be a positive number, got 0
                    epochs and steps both say how long       | --epochs and --steps both say how long
                    batch size must be at least 1            | batch size must be at least 1
                    eval-seeds must be at least 1, got lr    | --eval-seeds must be at least 1, got lr
                    a ratio must be above 0, got lr          | a ratio must be above 0, got lr
                    Steps are counted                        | Steps are counted
                    """)
    void subjectsAreTyped(String message, String typed) {
        CommandSpec command = CommandSpec.create();
        for (String name : new String[] {"--lr", "--epochs", "--steps", "--eval-seeds"}) {
            command.addOption(OptionSpec.builder(name).build());
        }
        assertThat(OptionWords.in(message, command)).isEqualTo(typed);
    }
}
