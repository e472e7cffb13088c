package dev.pith.data.array;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.Python;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.data.record.NastyRecords;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples that examples/python/pith_source.py sees are ours, in our order, with our texts. Needs python3 alone. */
class PythonDescribesSourcesTest {
    private static final String SCRIPT =
            """
            import os, sys
            sys.path.insert(0, sys.argv[1])
            import pith_source
            source, rule = sys.argv[2], dict(word.split("=", 1) for word in sys.argv[3:])
            os.makedirs("made")
            if os.path.isdir(source):
                keys, labels = pith_source.images_of(source)
                pith_source.describe("made", source, "m", keys)
                print(labels)
            else:
                texts = pith_source.texts_of(source, **rule)
                pith_source.describe("made", source, "m", map(str, range(len(texts))), texts)
                print(len(texts))
            """;

    private static final List<String> RECORDS = List.of(
            "{\"instruction\": \"a\", \"input\": \"\", \"output\": \"c\"}",
            "{\"instruction\": \"a\", \"context\": \"b\", \"response\": \"c\", \"category\": \"qa\"}",
            "{\"id\": 7, \"conversations\": [{\"from\": \"human\", \"value\": \"hi\"}, {\"from\": \"g\", \"value\": 5}]}",
            "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}], \"system\": \"s\", \"tools\": [{\"n\": 1.50}]}",
            "{\"messages\": [], \"instruction\": \"a\", \"system\": \"\", \"tools\": []}",
            "{\"messages\": [\"hi\", \"there\"]}",
            "{\"messages\": [{\"role\": \"user\", \"content\": [\"hi\", {\"type\": \"text\", \"text\": \"x\"}, {\"t\": 1}]}]}",
            "{\"messages\": [{\"role\": \"r\", \"content\": null, \"tool_calls\": [{\"a\": \"q\\\"\\u0001\\n\"}]}]}",
            "{\"messages\": \"[{\\\"role\\\": \\\"user\\\", \\\"content\\\": \\\"hi\\\"}]\"}",
            "{\"output\": \"[{\\\"value\\\": 1}]\"}",
            "{\"output\": \"[{\\\"role\\\": 1}] and more\"}",
            "{\"instruction\": \"b\", \"system\": \"s\", \"history\": [[\"q\", \"r\"], [\"t\", null]]}",
            "{\"prompt\": [{\"role\": \"u\", \"content\": \"a\"}], \"completion\": {\"role\": \"b\", \"content\": \"b\"}}",
            "{\"prompt\": \"a\", \"chosen\": \"b\", \"messages\": [{\"role\": \"user\", \"content\": \"m\"}]}",
            "{\"question\": \"a\", \"answer\": \"b\", \"context\": \"c\", \"prompt\": \"\"}",
            "{\"text\": \"a\", \"text\": \"b\"}",
            "{\"instruction\": \"a\", \"instruction\": null}",
            "{\"text\": 5.10}",
            "{\"text\": true, \"q\": 2.50, \"a\": \"\"}",
            "{\"output\": {\"a\": [1, 2.0, 1E5, null, true, \"\\u00e9\\/\"]}, \"q\": [1]}",
            "{\"instruction\": \"a\\ud800b\\u2028c\\r\\nd\"}");

    @TempDir
    private Path folder;

    @Test
    void imagesInOurOrder() throws Exception {
        List<String> names = List.of(
                "2.png",
                "10.png",
                "a b.JPG",
                "Ä.png",
                "ä.png",
                "Z.webp",
                "z/1.png",
                "z-1/ü 2.png",
                "z/y/0.tiff",
                "\uff21.png",
                "\ud83d\ude00.png",
                "x.png.txt",
                ".hidden.png",
                ".git/x.png",
                "Thumbs.db",
                "no extension");
        Path root = folder.resolve("photos");
        for (String of : List.of("Zebra", "apfel", "Äpfel und Birnen", "b", ".cache", "__MACOSX")) {
            for (String name : names) {
                Path file = root.resolve(of).resolve(name);
                Files.createDirectories(file.getParent());
                Files.write(file, new byte[] {1}); // no image is opened
            }
        }
        Files.write(root.resolve("beside.png"), new byte[] {1});
        String labels = python(root);
        try (Source source = Sources.open(root.toString(), SourceOptions.DEFAULT)) {
            assertThat(source.size()).isEqualTo(44);
            FeatureFolder.open(folder.resolve("made")).requireKeysOf(source);
            long[] ours = source.labels().orElseThrow().values();
            assertThat(labels).isEqualTo(Arrays.toString(ours));
        }
    }

    @Test
    void imagesWithoutClasses() throws Exception {
        Path root = Files.createDirectories(folder.resolve("photos"));
        for (String name : List.of("b.png", "10.png", "2.png", ".x.png")) {
            Files.write(root.resolve(name), new byte[] {1});
        }
        assertThat(python(root)).isEqualTo("None");
        try (Source source = Sources.open(root.toString(), SourceOptions.DEFAULT)) {
            FeatureFolder.open(folder.resolve("made")).requireKeysOf(source);
            assertThat(source.size()).isEqualTo(3);
        }
    }

    @Test
    void textsOfRecords() throws Exception {
        List<String> all =
                Stream.concat(RECORDS.stream(), NastyRecords.ONE_LINE.stream()).toList();
        Path lines = Files.writeString(folder.resolve("r.jsonl"), "\ufeff" + String.join("\n\n", all) + "\n");
        requireAlike(lines, SourceOptions.DEFAULT, Map.of(), all.size());
        Path array = Files.writeString(folder.resolve("r.json"), "[" + String.join(",\r\n", all) + "]");
        requireAlike(array, SourceOptions.DEFAULT, Map.of(), all.size());
        requireAlike(
                array, SourceOptions.builder().textColumn("output").build(), Map.of("column", "output"), all.size());
        String template = "{{Q}}: {q}, A: {a}{instruction}";
        requireAlike(
                array,
                SourceOptions.builder().textTemplate(template).build(),
                Map.of("template", template),
                all.size());
    }

    private void requireAlike(Path file, SourceOptions options, Map<String, String> rule, int size) throws Exception {
        assertThat(python(file, rule)).isEqualTo(Integer.toString(size));
        try (RecordSource source = (RecordSource) Sources.open(file.toString(), options)) {
            FeatureFolder made = FeatureFolder.open(folder.resolve("made"));
            made.requireKeysOf(source);
            made.requireTextsOf(source, Progress.NONE);
        }
    }

    private String python(Path source) throws IOException, InterruptedException {
        return python(source, Map.of());
    }

    /** Returns what the script prints; where there is no Python, the test is skipped. */
    private String python(Path source, Map<String, String> rule) throws IOException, InterruptedException {
        Path made = folder.resolve("made");
        for (String name : List.of("keys.txt", "texts.txt", "source.json", "")) {
            Files.deleteIfExists(made.resolve(name));
        }
        Stream<String> words = rule.entrySet().stream().map(word -> word.getKey() + "=" + word.getValue());
        Path examples = Python.examples().resolve("python");
        Python.Ran ran = Python.run(
                folder,
                SCRIPT,
                Stream.concat(Stream.of(examples.toString(), source.toString()), words)
                        .toArray(String[]::new));
        assertThat(ran.fine()).as(ran.out()).isTrue();
        return ran.out().strip();
    }
}
