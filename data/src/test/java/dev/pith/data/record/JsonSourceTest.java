package dev.pith.data.record;

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
        Path file = write("t.jsonl", "{\"question\": \"x\", \"none\": null}\n");
        try (JsonSource unnamed = JsonSource.open(file, null, null);
                JsonSource none = JsonSource.open(file, "none", null)) {
            assertThatThrownBy(() -> unnamed.text(0))
                    .isInstanceOf(PithException.class)
                    .hasMessage(
                            "record 0 of " + file + " has no text in instruction, input, context, output, response,"
                                    + " conversations, messages; name its fields with --text-template or --text-column (its fields are question, none)");
            assertThatThrownBy(() -> none.text(0))
                    .isInstanceOf(PithException.class)
                    .hasMessage("record 0 of " + file + " has no text in field 'none'; its fields are question, none");
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
                .hasMessage("cannot read " + file + ": java.nio.file.NoSuchFileException: " + file
                        + "; check that it is a file you may read");
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
