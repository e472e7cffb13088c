package dev.pith.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java of docs/java.md is what the examples say, which are compiled and run. */
class DocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("pith.root", ".."));
    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    static List<String> blocks() throws IOException {
        return BLOCK.matcher(Files.readString(ROOT.resolve("docs/java.md")))
                .results()
                .map(MatchResult::group)
                .map(block -> block.replace("```java", "").replace("```", ""))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void aBlockStandsInAnExample(String block) throws IOException {
        try (Stream<Path> files = Files.walk(ROOT.resolve("examples/src/main/java"))) {
            String sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(DocumentsTest::read)
                    .collect(Collectors.joining());
            assertThat(sources.contains(withoutSpace(block))).as(block).isTrue();
        }
    }

    @Test
    void everyMethodOfTheExamplesIsShown() throws IOException {
        String source = read(ROOT.resolve("examples/src/main/java/dev/pith/examples/EveryCommand.java"));
        List<String> shown = blocks().stream()
                .map(DocumentsTest::withoutSpace)
                .filter(source::contains)
                .toList();
        long methods = Stream.of(EveryCommand.class.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .count();
        assertThat(shown).hasSize((int) methods);
    }

    private static String read(Path file) {
        try {
            return withoutSpace(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String withoutSpace(String text) {
        return text.replaceAll("\\s+", "");
    }
}
