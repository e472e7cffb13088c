package dev.pith.cli;

import dev.pith.cli.console.OptionWords;
import dev.pith.cli.option.Version;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/** {@code pith completion}: what lets a shell complete the words of a command. */
@Command(
        name = "completion",
        description = "Prints the script by which bash and zsh complete commands, options and their values.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Example: for this shell, and for every new one (bash)",
            "  source <(pith completion)",
            "  pith completion > ~/.local/share/bash-completion/completions/pith"
        })
final class CompletionCommand implements Callable<Integer> {
    /** By this the script keeps the shell from offering files, which most words name that it knows no values of. */
    private static final String NO_FILES = "  type compopt &>/dev/null && compopt +o default\n";

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine pith = spec.root().commandLine();
        prepare(pith);
        String script = AutoComplete.bash(spec.root().name(), pith);
        spec.commandLine().getOut().print(script.replace(NO_FILES, ""));
        return 0;
    }

    /**
     * Says of options what the script needs. The script keeps the values of an option under its label, so that an
     * option would be completed with the values of another that has the same; and it lacks the names that negate flags.
     */
    private static void prepare(CommandLine command) {
        CommandSpec words = command.getCommandSpec();
        for (OptionSpec option : List.copyOf(words.options())) {
            OptionSpec.Builder word = option.toBuilder().paramLabel(option.longestName());
            if (option.completionCandidates() != null) {
                word.completionCandidates(OptionWords.values(option));
            }
            if (option.negatable()) {
                word.negatable(false);
                word.names(option.longestName(), option.longestName().replace("--", "--no-"));
            }
            words.remove(option);
            words.addOption(word.build());
        }
        command.getSubcommands().values().forEach(CompletionCommand::prepare);
    }
}
