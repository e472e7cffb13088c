package dev.pith.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No line of a source is longer than 120 columns. The formatter sees to it for code, not for comments. What both leave
 * whole may be longer: a line that begins with a string literal, and the lines of a text block.
 */
class LinesTest {
    private static final int LONGEST = 120;
    private static final Pattern LITERAL = Pattern.compile("\\s*([+?:] )?\".*");
    private static final Pattern TEXT_BLOCK = Pattern.compile("\"\"\"");

    @Test
    void linesFit() throws IOException {
        Path root = Path.of(System.getProperty("pith.root"));
        List<String> found = new ArrayList<>();
        List<Path> files = sources(root);
        for (Path file : files) {
            for (int line : tooLong(Files.readAllLines(file))) {
                found.add(root.relativize(file) + ":" + line);
            }
        }
        assertThat(files).hasSizeGreaterThan(900);
        assertThat(found).isEmpty();
    }

    @Test
    void onlyLiteralsMayBeLonger() {
        String words = "word ".repeat(30);
        List<String> lines = List.of(
                "/** " + words + " */",
                " * " + "1234567890".repeat(11) + "1234567",
                " * " + "1234567890".repeat(11) + "12345678",
                "    // " + words,
                "    call(\"" + words + "\");",
                "        + \"" + words + "\"",
                "    text(\"\"\"",
                words,
                "        \"\"\");",
                words);
        assertThat(tooLong(lines)).containsExactly(1, 3, 4, 5, 10);
    }

    private static List<Path> sources(Path root) throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path folder : modules.map(module -> module.resolve("src"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(folder)) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
                }
            }
        }
        return sources;
    }

    /** Returns the numbers of the lines, from 1. */
    private static List<Integer> tooLong(List<String> lines) {
        List<Integer> found = new ArrayList<>();
        boolean block = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (TEXT_BLOCK.matcher(line).results().count() % 2 == 1) {
                block = !block;
            } else if (line.length() > LONGEST
                    && !block
                    && !LITERAL.matcher(line).matches()) {
                found.add(i + 1);
            }
        }
        return found;
    }
}
