package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wrong with the arguments is said in a line, with exit code 2, and nothing is made. */
class UsageTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            --keep 1.7     | Invalid value for option '--keep': a ratio must be above 0 and at most 1, got 1.7
            --keep 120%    | Invalid value for option '--keep': a percentage must be above 0 % and at most 100 %, got 120%
            --keep 1001    | cannot keep 1001 of 1000 samples
            --bins 0       | --bins must be at least 1, got 0
            --bins 1001    | --bins must be in [1, 1000], the number of samples, got 1001
            --lambda -1    | --lambda must be a positive number, got -1.0
            --memory much  | Invalid value for option '--memory': must be a size such as 600m or 2g, got much
            --threads 0    | --threads must be at least 1, got 0
            --epochs 0     | --epochs must be at least 1, got 0
            --mean 0.3     | --mean and --std belong together; give both or none
            --zz yy        | Unknown options: '--zz', 'yy'
            """)
    void wrongValues(String option, String message) {
        Path run = folder.resolve("run");
        String[] words = option.split(" ", 2);
        Invocation refused =
                Invocation.of("quantize", "fashion-mnist-mini", "--split", "test", "-o", run, words[0], words[1]);
        assertThat(refused).isEqualTo(new Invocation(2, "", "pith: " + message + "\nTry pith quantize --help\n"));
        assertThat(run).doesNotExist();
    }

    @Test
    void anUnknownCommandIsNotGuessedSilently() {
        assertThat(Invocation.of("quantise"))
                .isEqualTo(new Invocation(
                        2,
                        "",
                        "pith: Unmatched argument at index 0: 'quantise'\nTry pith --help\nDid you mean quantize?\n"));
    }

    @Test
    void withoutACommandThereIsNothingToDo() {
        assertThat(Invocation.of().exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quantize",
                "features",
                "scores",
                "bins",
                "sample",
                "select",
                "train",
                "plan",
                "export",
                "report",
                "data"
            })
    void everyCommandHasAWorkedExample(String command) {
        Invocation help = Invocation.of(command, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).contains("Example").contains("\n  pith " + command + " ");
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(Invocation.of("--version").out()).startsWith("pith ").doesNotContain("$");
    }
}
