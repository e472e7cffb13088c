package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.selection.RankingMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script for shells, sourced by one. */
class CompletionTest {
    private static final Path BASH = Path.of("/bin/bash");

    /** Prints what each line of a file is completed with, whose last word is begun; words with spaces between. */
    private static final String COMPLETE =
            """
            source "$1" || exit 1
            while read -r -a COMP_WORDS; do
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
                [ "${COMP_WORDS[COMP_CWORD]}" != _ ] || COMP_WORDS[COMP_CWORD]=
                _complete_pith
                echo "${COMPREPLY[*]}"
            done <"$2"
            """;

    @TempDir
    Path folder;

    /** Returns what a shell offers for the last word of each command, {@code _} where nothing of it is typed yet. */
    private List<String> completed(String... commands) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(BASH), "needs bash");
        Invocation completion = Invocation.of("completion");
        assertThat(completion.exitCode()).isZero();
        Path script = Files.writeString(folder.resolve("script"), completion.out());
        Path lines = Files.write(folder.resolve("lines"), List.of(commands));
        Process bash = new ProcessBuilder(
                        BASH.toString(), "--norc", "-c", COMPLETE, "bash", script.toString(), lines.toString())
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD) // compopt, which has no meaning here
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).isZero();
        return answer.lines().map(String::strip).toList();
    }

    @Test
    void commandsOptionsAndValues() throws Exception {
        Files.createFile(folder.resolve("labels.npy"));
        assertThat(completed(
                        "pith qua",
                        "pith data _",
                        "pith quantize x --ke",
                        "pith quantize x --no-",
                        "pith quantize x --objective _", // options of one label, which have values of their own
                        "pith quantize x --compat dq-",
                        "pith export r --to i",
                        "pith export r --format _",
                        "pith condense x --dsa-mode _",
                        "pith train x --labels la"))
                .containsExactly(
                        "quantize",
                        "list fetch",
                        "--keep --keep-tokens --keep-bytes",
                        "--no-stratify",
                        Arrays.stream(RankingMethod.values())
                                .map(RankingMethod::toString)
                                .collect(Collectors.joining(" ")),
                        "dq-vision dq-language",
                        "imagefolder indices",
                        "text json",
                        "S M",
                        "labels.npy");
    }

    @Test
    void allCommandsAndTheirOptions() throws Exception {
        List<String> commands = Commands.names().stream()
                .filter(command -> !command.equals("pith"))
                .toList();
        List<String> offered =
                completed(commands.stream().map(command -> command + " --").toArray(String[]::new));
        for (int i = 0; i < commands.size(); i++) {
            assertThat(List.of(offered.get(i).split(" ", -1)))
                    .as(commands.get(i))
                    .containsAll(Commands.named(commands.get(i)).optionsMap().keySet().stream()
                            .filter(name -> name.startsWith("--"))
                            .toList());
        }
    }

    @Test
    void aSourceIsAFileLikeAnyOther() {
        String script = Invocation.of("completion").out();
        assertThat(script).contains("complete -F _complete_pith -o default pith ");
        assertThat(script.lines().filter(line -> line.contains("compopt"))).allSatisfy(line -> assertThat(
                        Stream.of("-o filenames", "alias compopt").anyMatch(line::contains))
                .isTrue());
    }
}
