package dev.pith.data.record;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonSourceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"[", "\uFEFF[ \r\n\t "})
    void returnsEveryRecordOfAnArrayByteForByte(String prefix) throws IOException {
        List<String> records = NastyRecords.ALL;
        Path file = write("nasty.json", prefix + String.join(" ,\r\n ", records) + "\n]\n");
        try (JsonSource source = JsonSource.open(file, null, null)) {
            assertThat(source.size()).isEqualTo(records.size());
            for (int id = 0; id < records.size(); id++) {
                assertThat(new String(source.record(id), UTF_8)).isEqualTo(records.get(id));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\n\n \t\n", "\r\n\r\n"})
    void returnsEveryLineOfJsonlByteForByte(String newline) throws IOException {
        List<String> records = NastyRecords.ONE_LINE;
        Path file = write("nasty.jsonl", "\uFEFF" + newline + String.join(newline, records));
        try (JsonSource source = JsonSource.open(file, null, null)) {
            assertThat(source.size()).isEqualTo(records.size());
            for (int id = 0; id < records.size(); id++) {
                assertThat(new String(source.record(id), UTF_8)).isEqualTo(records.get(id));
            }
        }
    }

    @Test
    void joinsTheFieldsOfInstructionDataThatAreNotEmpty() throws IOException {
        Path file = write(
                "alpaca.json",
                "[{\"output\": \"c\", \"input\": \"\", \"instruction\": \"a\\u00e9\"}, "
                        + "{\"instruction\": \"a\", \"input\": \"b\", \"output\": \"c\", \"id\": 7}]");
        try (JsonSource source = JsonSource.open(file, null, null)) {
            assertThat(source.text(0)).isEqualTo("aé c");
            assertThat(source.text(1)).isEqualTo("a b c");
            assertThat(source.key(1)).isEqualTo("1");
            assertThat(source.name()).isEqualTo(file.toString());
            assertThat(source.labels()).isEmpty();
        }
    }

    @Test
    void takesTheTextFromTheNamedField() throws IOException {
        Path file = write("t.jsonl", "{\"q\": \"x\", \"n\": 1.50, \"l\": [1, {\"a\": 0.10}]}\n");
        try (JsonSource q = JsonSource.open(file, "q", null);
                JsonSource n = JsonSource.open(file, "n", null);
                JsonSource l = JsonSource.open(file, "l", null)) {
            assertThat(q.text(0)).isEqualTo("x");
            assertThat(n.text(0)).isEqualTo("1.50");
            assertThat(l.text(0)).isEqualTo("[1,{\"a\":0.10}]");
        }
    }

    @Test
    void saysWhichFieldsThereAreWhenTheTextIsNotAmongThem() throws IOException {
        Path file = write("t.jsonl", "{\"ask\": \"x\", \"none\": null}\n");
        try (JsonSource unnamed = JsonSource.open(file, null, null);
                JsonSource none = JsonSource.open(file, "none", null)) {
            assertThatThrownBy(() -> unnamed.text(0))
                    .isInstanceOf(PithException.class)
                    .hasMessage(
                            "record 0 of " + file
                                    + " has no text in system, tools, history, instruction, prompt, question,"
                                    + " input, context, output, response, completion, answer, chosen, rejected,"
                                    + " conversations, messages, text; name its fields with `text-template` or `text-column` (its fields are ask, none)");
            assertThatThrownBy(() -> none.text(0))
                    .isInstanceOf(PithException.class)
                    .hasMessage("record 0 of " + file + " has no text in field 'none'; its fields are ask, none");
        }
    }

    @Test
    void namesAreLabelledInTheOrderOfTheirCodePoints() throws IOException {
        Path file = write(
                "l.jsonl",
                "{\"c\": \"dog\"}\n{\"c\": \"\\uD83D\\uDE00\"}\n{\"c\": \"\\uFF21\"}\n{\"c\": \"cat\"}\n{\"c\": \"dog\"}\n");
        try (JsonSource source = JsonSource.open(file, null, "c")) {
            Labels labels = source.labels().orElseThrow();
            assertThat(labels.values()).containsExactly(1, 3, 2, 0, 1);
            assertThat(labels.names()).containsExactly("cat", "dog", "\uFF21", "\uD83D\uDE00");
        }
    }

    @Test
    void integerLabelsStayAsTheyAre() throws IOException {
        Path file = write("l.json", "[{\"x\": {\"c\": 9}, \"c\": 5}, {\"c\": -1, \"x\": [1, [2]]}]");
        try (JsonSource source = JsonSource.open(file, null, "c")) {
            assertThat(source.labels().orElseThrow().values()).containsExactly(5, -1);
            assertThat(source.labels().orElseThrow().names()).isEmpty();
        }
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of("a.json", "", "FILE holds no records; give a file with at least one"),
                Arguments.of("a.json", "[]", "FILE holds no records; give a file with at least one"),
                Arguments.of("a.jsonl", "\n \n", "FILE holds no records; give a file with at least one"),
                Arguments.of(
                        "a.json",
                        "[\n {\"a\": 1},\n {\"a\"",
                        "FILE:3:6: the file ends inside the array; it was cut off, get it again"),
                Arguments.of(
                        "a.json",
                        "[{\"a\": 1},",
                        "FILE:1:11: the file ends inside the array; it was cut off, get it again"),
                Arguments.of(
                        "a.json",
                        "[{\"a\": \"unfin",
                        "FILE:1:14: the file ends inside the array; it was cut off, get it again"),
                Arguments.of(
                        "a.jsonl",
                        "{\"a\": 1}\n{\"a\": ",
                        "FILE:2:7: the file ends inside a record; it was cut off, get it again"),
                Arguments.of(
                        "a.json",
                        "{\"a\": 1}",
                        "FILE:1:1: expected an array of records, [{...}, ...], found an object; a file with one record"
                                + " per line is to be called .jsonl"),
                Arguments.of(
                        "a.json",
                        "{\"version\": 1, \"data\": [{\"a\": 1}]}",
                        "FILE:1:1: expected an array of records, [{...}, ...], found an object whose field 'data' holds one;"
                                + " write that array into a file of its own, with jq: jq '.[\"data\"]' FILE > records.json"),
                Arguments.of(
                        "a.json",
                        "{\"a\": [1, [2], {}], \"b\": {\"0\": 1}, \"c\": []}",
                        "FILE:1:1: expected an array of records, [{...}, ...], found an object of columns (a, b, c); write"
                                + " one object for each row, with pandas:"
                                + " pandas.read_json(\"FILE\").to_json(\"records.json\", orient=\"records\")"),
                Arguments.of(
                        "a.json",
                        "{\"a\": [1]}\n{\"a\": [2]}",
                        "FILE:1:1: expected an array of records, [{...}, ...], found an object; a file with one record"
                                + " per line is to be called .jsonl"),
                Arguments.of(
                        "a.json",
                        "5",
                        "FILE:1:1: expected an array of records, [{...}, ...], found a number; write the records as such"
                                + " an array"),
                Arguments.of(
                        "a.jsonl",
                        "[{}]",
                        "FILE:1:1: record 0 is an array; a file that is one array of records is to be called .json"),
                Arguments.of(
                        "a.jsonl", "{}\nnull", "FILE:2:1: record 1 is null; every record must be an object, {...}"),
                Arguments.of(
                        "a.jsonl",
                        "{\"a\": 1}\n{\"a\": " + "[".repeat(100_000),
                        "FILE:2: invalid JSON, Document nesting depth (1001) exceeds the maximum allowed (1000); mend the"
                                + " line"),
                Arguments.of(
                        "a.jsonl",
                        "{\"a\": 1},\n{\"a\": 2}\n",
                        "FILE:1:9: invalid JSON, Unexpected character (',' (code 44)): expected a value; mend the line"),
                Arguments.of(
                        "a.jsonl",
                        "// {}\n{\"a\": 2}\n",
                        "FILE:1:1: invalid JSON, Unexpected character ('/' (code 47)): maybe a (non-standard) comment?;"
                                + " mend the line"),
                Arguments.of(
                        "a.jsonl", "\0\0\0\0\0", "FILE begins with NUL bytes; it was not written whole, get it again"),
                Arguments.of(
                        "a.json", "[{}, 5]", "FILE:1:6: record 1 is a number; every record must be an object, {...}"),
                Arguments.of(
                        "a.json",
                        "[{}] []",
                        "FILE:1:6: something follows the array; one file holds one array of records"),
                Arguments.of(
                        "a.jsonl",
                        "{\"a\": 1}\n\n{\"a\": 2\n{\"a\": 3}\n",
                        "FILE:3: invalid JSON, Unexpected character ('{' (code 123)): was expecting comma to separate"
                                + " Object entries; mend the line"),
                Arguments.of(
                        "a.jsonl",
                        "{\"a\": 1}\noops\n",
                        "FILE:2:1: invalid JSON, Unrecognized token 'oops': was expecting (JSON String, Number (or 'NaN'/"
                                + "'+INF'/'-INF'), Array, Object or token 'null', 'true' or 'false'); mend the line"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesWhatIsNoFileOfRecords(String name, String content, String message) throws IOException {
        Path file = write(name, content);
        assertThatThrownBy(() -> JsonSource.open(file, null, null))
                .isInstanceOf(PithException.class)
                .hasMessage(message.replace("FILE", file.toString()));
    }

    @Test
    void refusesAnArrayCutAnywhere() throws IOException {
        String whole = "[" + NastyRecords.ALL.get(2) + ",\n" + NastyRecords.ALL.get(9) + "]";
        for (int length = 1; length < whole.length(); length++) {
            Path file = write("cut.json", whole.substring(0, length));
            assertThatThrownBy(() -> JsonSource.open(file, null, null))
                    .isInstanceOf(PithException.class)
                    .hasMessageMatching(
                            "(?s)" + Pattern.quote(file.toString()) + ":[12]:\\d+: (the file ends|invalid).*");
        }
    }

    @Test
    void refusesRecordsWithoutTheirLabel() throws IOException {
        Path missing = write("m.jsonl", "{\"c\": 1.0, \"text\": \"a\"}\n{\"c\": null, \"text\": \"b\"}\n{\"c\": 10}\n");
        try (JsonSource source = JsonSource.open(missing, "text", "c")) {
            assertThat(source.labels().orElseThrow().values()).containsExactly(1, -1, 10);
            assertThat(source.text(0)).isEqualTo("a");
            assertThatThrownBy(() -> source.text(1))
                    .isInstanceOf(PithException.class)
                    .hasMessage("record 1 of " + missing + " has no label; give it one");
        }
        assertThatThrownBy(() -> JsonSource.open(missing, null, "class"))
                .isInstanceOf(PithException.class)
                .hasMessage("field 'class' of " + missing
                        + " has no value at any record; give them values, or name another");
        Path mixed = write("x.jsonl", "{\"c\": 1}\n{\"c\": \"one\"}\n");
        assertThatThrownBy(() -> JsonSource.open(mixed, null, "c"))
                .isInstanceOf(PithException.class)
                .hasMessage("field 'c' of " + mixed + " mixes integers and names (record 1); use one or the other");
    }

    @Test
    void ofFieldsThatAreThereTwiceTheLastCounts() throws IOException {
        Path file = write(
                "twice.jsonl", "{\"c\": \"a\", \"text\": \"x\", \"c\": \"b\", \"text\": \"y\"}\n{\"c\": \"a\"}\n");
        try (JsonSource source = JsonSource.open(file, null, "c")) {
            assertThat(source.text(0)).isEqualTo("y");
            assertThat(source.labels().orElseThrow().values()).containsExactly(1, 0);
        }
        Path none = write("none.jsonl", "{\"c\": \"a\", \"c\": null}\n");
        assertThatThrownBy(() -> JsonSource.open(none, null, "c")).hasMessageContaining("has no value at any record");
    }

    @Test
    void readsLongRecordsPieceByPiece() throws IOException {
        String text = "é\uD83D\uDE00".repeat(20_000);
        Path file = write("long.jsonl", "{\"text\": \"" + text + "\", \"x\": \"" + text + "\"}\n{\"text\": \"b\"}\n");
        try (JsonSource source = JsonSource.open(file, null, null)) {
            assertThat(source.text(0)).isEqualTo(text);
            assertThat(source.text(1)).isEqualTo("b");
        }
    }

    @ParameterizedTest
    @CsvSource({"a.jsonl,FILE:2: is not UTF-8", "a.json,FILE:2: is not UTF-8", "a.txt,FILE is not UTF-8"})
    void refusesLatin1(String name, String message) throws IOException {
        String content = "{\"text\": \"a\"}\n{\"text\": \"café au lait\"}\n";
        boolean array = name.endsWith("json");
        Path file = Files.write(
                folder.resolve(name),
                (array ? "[" + content.replace("}\n{", "},\n{") + "]" : content).getBytes(ISO_8859_1));
        assertThatThrownBy(() -> {
                    if (name.endsWith("txt")) {
                        LineSource.open(file);
                    } else {
                        JsonSource.open(file, null, null);
                    }
                })
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith(message.replace("FILE", file.toString()));
    }

    @Test
    void refusesOtherEncodings() throws IOException {
        Path file = Files.write(folder.resolve("wide.json"), "[{}]".getBytes(UTF_16LE));
        assertThatThrownBy(() -> JsonSource.open(file, null, null))
                .isInstanceOf(PithException.class)
                .hasMessage(file + " is not UTF-8 (it looks like UTF-16 or UTF-32); convert it to UTF-8");
    }

    @Test
    void saysWhichFileCannotBeRead() {
        Path file = folder.resolve("absent.json");
        assertThatThrownBy(() -> JsonSource.open(file, null, null))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": cannot be read (no such file); check that it is a file you may read");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
