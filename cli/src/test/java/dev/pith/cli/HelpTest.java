package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.cli.console.HelpGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Help shows all options in the same groups everywhere, in words that fit, with examples that can be typed. */
class HelpTest {
    private static final Path ROOT = Path.of(System.getProperty("pith.root"));
    private static final int WIDTH = 100;
    private static final Pattern OPTION = Pattern.compile("(?m)^(?:  -\\w, | {6})--(?:\\[no-])?([a-z0-9-]+)");
    private static final Pattern HEADING = Pattern.compile("(?m)^(\\w[\\w ]+):$");

    private static final Pattern OPTION_WORD = Pattern.compile("(?<![\\w-])--?[a-z][a-z-]*");
    private static final Pattern EXAMPLE = Pattern.compile("(?:    |  )(?:\\./)?pith ([^#>]*).*");

    static List<String> commands() {
        return Commands.names();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionStandsInItsGroup(String command) {
        String help = Commands.run(command, "--help").out();
        List<String> shown = OPTION.matcher(help)
                .results()
                .map(match -> "--" + match.group(1))
                .toList();
        List<OptionSpec> options = Commands.named(command).options();
        assertThat(shown)
                .containsExactlyInAnyOrderElementsOf(
                        options.stream().map(HelpTest::firstLongName).toList());
        List<String> headings =
                Arrays.stream(HelpGroup.values()).map(HelpGroup::heading).toList();
        List<String> found = HEADING.matcher(help)
                .results()
                .map(match -> match.group(1))
                .filter(headings::contains)
                .toList();
        assertThat(found).isSortedAccordingTo((a, b) -> headings.indexOf(a) - headings.indexOf(b));
        for (OptionSpec option : options) {
            if (option.required()) {
                assertThat(help.substring(0, help.indexOf('\n'))).contains(" " + option.shortestName() + " ");
            }
        }
    }

    private static String firstLongName(OptionSpec option) {
        return Arrays.stream(option.names())
                .filter(name -> name.startsWith("--"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void groupsHoldTheOptionsOfSomeCommandOnce() {
        List<String> grouped = Arrays.stream(HelpGroup.values())
                .flatMap(group -> group.options().stream())
                .toList();
        assertThat(grouped).doesNotHaveDuplicates();
        assertThat(commands().stream()
                        .flatMap(command -> Commands.named(command).options().stream())
                        .map(OptionSpec::longestName))
                .containsAll(grouped);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void wordsFitTheLines(String command) {
        String help = Commands.run(command, "--help").out();
        assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(WIDTH));
        assertThat(Commands.named(command).usageMessage().footer())
                .allSatisfy(line -> assertThat(line.replace("%%", "%").length()).isLessThanOrEqualTo(WIDTH));
        for (ArgSpec word : Commands.named(command).args()) {
            String description = String.join(" ", word.description());
            assertThat(description).as(word.toString()).isNotBlank().endsWith(".");
            assertThat(description.replace("%%", "%").split(" ", -1))
                    .as("no name is broken at its dot or colon")
                    .allSatisfy(name -> assertThat(name.contains("$") || help.contains(name))
                            .as(name)
                            .isTrue());
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpEndsWithAnExampleThatCanBeTyped(String command) {
        List<String> footer =
                Arrays.asList(Commands.named(command).usageMessage().footer());
        List<String> examples = examples(footer.stream().map(line -> line.replace("%%", "%")));
        assertThat(examples).anySatisfy(example -> assertThat("pith " + example).startsWith(command));
        assertThat(examples).allSatisfy(example -> Pith.commandLine()
                .parseArgs(example.replace("'", "").split(" +", -1)));
    }

    static List<String> documents() throws IOException {
        List<String> documents = new ArrayList<>(List.of("README.md"));
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            files.map(file -> ROOT.relativize(file).toString())
                    .filter(name -> name.endsWith(".md"))
                    .sorted()
                    .forEach(documents::add);
        }
        return documents;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void optionsInDocumentsExist(String document) throws IOException {
        for (String example : examples(
                Files.readString(ROOT.resolve(document)).replace("\\\n", " ").lines())) {
            String command = "pith " + example.split(" ", 2)[0];
            assertThat(OPTION_WORD.matcher(example).results().map(MatchResult::group))
                    .as(example)
                    .allSatisfy(option -> assertThat(Commands.named(command).findOption(option))
                            .isNotNull());
        }
    }

    private static List<String> examples(Stream<String> lines) {
        return lines.map(EXAMPLE::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1).strip())
                .toList();
    }
}
