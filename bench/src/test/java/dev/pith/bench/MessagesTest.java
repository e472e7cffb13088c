package dev.pith.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a library says names parameters, in backquotes, and no options: those are the command line's. */
class MessagesTest {
    private static final Pattern TEXT = Pattern.compile("\"(?:\\\\.|[^\"\\\\\\n])*\"");
    private static final Pattern OPTION = Pattern.compile("(?:^\"|\\s|\\()--[a-z]");

    @ParameterizedTest
    @ValueSource(strings = {"core", "data", "torch", "text", "pipeline", "spark", "djl"})
    void noMessageNamesAnOption(String module) throws IOException {
        Path sources = Path.of(System.getProperty("pith.root"), module, "src/main/java");
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher text = TEXT.matcher(Files.readString(file));
                while (text.find()) {
                    if (OPTION.matcher(text.group()).find()) {
                        found.add(sources.relativize(file) + ": " + text.group());
                    }
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
