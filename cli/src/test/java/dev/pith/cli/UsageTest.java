package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.cli.console.OptionWords;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

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

    static List<String> commands() {
        return Commands.names();
    }

    /** All but picocli's own command, which takes any word for the name of a command. */
    static Stream<String> ourCommands() {
        return Commands.names().stream().filter(command -> !command.equals("pith help"));
    }

    static Stream<String> commandsThatNeedSomething() {
        return Commands.names().stream()
                .filter(command -> required(Commands.named(command)).findAny().isPresent());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpIsNoFailure(String command) {
        Invocation help = Commands.run(command, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.err()).isEmpty();
        assertThat(help.out()).startsWith("Usage: " + command + " ");
        assertThat(Commands.run(command, "-h")).isEqualTo(help);
    }

    @ParameterizedTest
    @MethodSource("ourCommands")
    void theVersionIsTheBuilds(String command) {
        assertThat(Commands.run(command, "--version")).isEqualTo(Invocation.of("--version"));
        assertThat(Invocation.of("-V").out()).startsWith("pith ").doesNotContain("$");
    }

    @ParameterizedTest
    @MethodSource("ourCommands")
    void anUnknownOptionIsRefused(String command) {
        Invocation refused = Commands.run(command, withArguments(command, "--zz"));
        assertThat(refused)
                .isEqualTo(new Invocation(2, "", "pith: Unknown option: '--zz'\nTry " + command + " --help\n"));
    }

    @ParameterizedTest
    @MethodSource("commandsThatNeedSomething")
    void whatIsMissingIsNamed(String command) {
        for (ArgSpec missing : required(Commands.named(command)).toList()) {
            String[] others = words(required(Commands.named(command)).filter(word -> word != missing));
            assertThat(Commands.run(command, others))
                    .satisfies(refused -> assertThat(refused.exitCode()).isEqualTo(2))
                    .satisfies(refused -> assertThat(refused.out()).isEmpty())
                    .satisfies(refused -> assertThat(refused.err())
                            .startsWith("pith: Missing required ")
                            .contains(missing.paramLabel())
                            .endsWith("\nTry " + command + " --help\n")
                            .hasLineCount(2));
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void anOptionWithoutItsValueIsRefused(String command) {
        for (OptionSpec option : Commands.named(command).options()) {
            if (option.arity().min() > 0) {
                Invocation refused = Commands.run(command, withArguments(command, option.longestName()));
                assertThat(refused.exitCode()).as(option.toString()).isEqualTo(2);
                assertThat(refused.err())
                        .startsWith("pith: ")
                        .contains("required parameter", option.longestName())
                        .hasLineCount(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aValueOfAnotherKindIsRefused(String command) {
        for (OptionSpec option : Commands.named(command).options()) {
            boolean number = option.typeInfo().getType().isPrimitive()
                    || option.typeInfo().getType().equals(Integer.class);
            if (option.arity().min() > 0 && (number || option.typeInfo().isEnum())) {
                Invocation refused = Commands.run(command, withArguments(command, option.longestName(), "zz"));
                assertThat(refused.exitCode()).as(option.toString()).isEqualTo(2);
                assertThat(refused.err())
                        .startsWith("pith: Invalid value for option '" + option.longestName() + "'")
                        .contains("'zz'")
                        .hasLineCount(2);
                if (option.typeInfo().isEnum()) {
                    assertThat(refused.err()).contains("expected one of ").doesNotContain("[");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pith", "pith data"})
    void aCommandOfCommandsDoesNothingByItself(String command) {
        Invocation refused = Commands.run(command);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .startsWith("pith: ")
                .endsWith("Try " + command + " --help\n")
                .hasLineCount(2);
    }

    private static Stream<ArgSpec> required(CommandSpec command) {
        return command.args().stream().filter(ArgSpec::required);
    }

    /** Returns words after which nothing is missing; nothing is done with them, since the last are wrong. */
    private static String[] withArguments(String command, String... last) {
        String[] needed = words(
                required(Commands.named(command)).filter(word -> !List.of(last).contains(name(word))));
        return Stream.of(needed, last).flatMap(Stream::of).toArray(String[]::new);
    }

    private static String[] words(Stream<ArgSpec> given) {
        return given.flatMap(word -> {
                    String value =
                            word.typeInfo().isEnum() ? OptionWords.values(word).get(0) : "1";
                    return word.isOption() ? Stream.of(name(word), value) : Stream.of(value);
                })
                .toArray(String[]::new);
    }

    private static String name(ArgSpec word) {
        return word instanceof OptionSpec option ? option.longestName() : word.paramLabel();
    }
}
