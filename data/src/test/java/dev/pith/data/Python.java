package dev.pith.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Scripts that look at what Pith writes, or write what Pith reads, with the examples at hand. */
public final class Python {
    private Python() {}

    /** Returns where the examples are. */
    public static Path examples() {
        return Path.of(System.getProperty("pith.root", ".."), "examples").toAbsolutePath();
    }

    /**
     * What a script came to.
     *
     * @param out what it printed, and what it failed with
     */
    public record Ran(boolean fine, String out) {}

    /** Runs a script; where there is no Python, the test is skipped. */
    public static Ran run(Path directory, String script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", "-X", "utf8", "-c", script));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor() == 0, out.replace(System.lineSeparator(), "\n"));
        } catch (IOException e) {
            return Assumptions.abort("no python3: " + e.getMessage());
        }
    }
}
