package dev.pith.cli.console;

import dev.pith.pipeline.train.ProcessLauncher;
import dev.pith.pipeline.train.ProcessRole;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts this command once more, in a virtual machine like this one.
 *
 * @param words of the command
 * @param main has the {@code main} method
 */
public record PithLauncher(List<String> words, Class<?> main) implements ProcessLauncher {
    @Override
    public Process start(ProcessRole role) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of(role.asProperty(), "-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(words);
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }
}
