package dev.pith.data.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.data.record.JsonSource;
import dev.pith.data.record.NastyRecords;
import dev.pith.data.record.RecordText;
import dev.pith.data.table.TableRecords;
import dev.pith.data.tar.WebDataset;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordExportTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void anArrayKeepsItsFormAndItsRecordsEveryByte(String newline) throws IOException {
        List<String> records = NastyRecords.ALL;
        String start = "\uFEFF[" + newline + "    ";
        String separator = "," + newline + "    ";
        String end = newline + "]" + newline;
        Path file = write("in.json", start + String.join(separator, records) + end);
        try (JsonSource source = JsonSource.open(file, null, null)) {
            Path all = export(
                    new JsonExport(), source, IntStream.range(0, records.size()).toArray());
            assertThat(all.resolve("selection.json")).hasSameBinaryContentAs(file);
            Path some = export(new JsonExport(), source, 6, 2, 0);
            assertThat(Files.readString(some.resolve("selection.json")))
                    .isEqualTo(start + records.get(6) + separator + records.get(2) + separator + records.get(0) + end);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void linesKeepTheirFormAndTheirRecordsEveryByte(String newline) throws IOException {
        List<String> records = NastyRecords.ONE_LINE;
        Path file = write("in.jsonl", "\uFEFF" + String.join(newline, records) + newline);
        try (JsonSource source = JsonSource.open(file, null, null)) {
            Path all = export(
                    new JsonExport(), source, IntStream.range(0, records.size()).toArray());
            assertThat(all.resolve("selection.jsonl")).hasSameBinaryContentAs(file);
            Path some = export(new JsonExport(), source, 4, 1);
            assertThat(Files.readString(some.resolve("selection.jsonl")))
                    .isEqualTo("\uFEFF" + records.get(4) + newline + records.get(1) + newline);
        }
    }

    @Test
    void formsWithoutBlanksAndWithOneRecordAreKeptToo() throws IOException {
        assertForm("a.json", "[{\"a\":1},{\"a\":2}]", "[{\"a\":2},{\"a\":1}]", 1, 0);
        assertForm("b.json", "[\n  {\"a\":1}\n]", "[\n  {\"a\":1}\n]", 0);
        assertForm("c.jsonl", "{\"a\":1}\n{\"a\":2}", "{\"a\":2}\n{\"a\":1}", 1, 0);
        assertForm("d.jsonl", "\n{\"a\":1}\n \n{\"a\":2}\n\n", "{\"a\":2}\n{\"a\":1}\n", 1, 0);
    }

    private void assertForm(String name, String content, String expected, int... ids) throws IOException {
        try (JsonSource source = JsonSource.open(write(name, content), null, null)) {
            Path out = export(new JsonExport(), source, ids);
            assertThat(Files.readString(
                            out.resolve(SelectionFile.of(source).orElseThrow().fileName("selection"))))
                    .isEqualTo(expected);
        }
    }

    @Test
    void instructionDataComesBackAsItWas() throws IOException {
        Path file = Path.of(System.getProperty("pith.root", "..")).resolve("../shared/data/text/alpaca-5k.json");
        Assumptions.assumeTrue(Files.exists(file), file + " is not here");
        try (JsonSource source = JsonSource.open(file, null, null)) {
            Path all = export(
                    new JsonExport(), source, IntStream.range(0, source.size()).toArray());
            assertThat(all.resolve("selection.json")).hasSameBinaryContentAs(file);
            int[] ids = IntStream.range(0, 500).map(i -> i * 7919 % 5200).toArray();
            assertRoundTrip(source, ids, new JsonExport(), "selection.json");
            assertRoundTrip(source, ids, new JsonLinesExport(), "selection.jsonl");
            for (String table : List.of("selection.parquet", "selection.csv")) {
                Path out = export(table.endsWith("csv") ? new CsvExport() : new ParquetExport(), source, ids);
                try (TableRecords instructions = TableRecords.open(out.resolve(table), "instruction", null);
                        TableRecords outputs = TableRecords.open(out.resolve(table), "output", "id")) {
                    assertThat(outputs.labels().orElseThrow().values())
                            .isEqualTo(Arrays.stream(ids).asLongStream().toArray());
                    ObjectMapper json = new ObjectMapper();
                    for (int i = 0; i < ids.length; i++) {
                        assertThat(instructions.text(i))
                                .isEqualTo(json.readTree(source.record(ids[i]))
                                        .get("instruction")
                                        .asText());
                        assertThat(outputs.text(i))
                                .isEqualTo(json.readTree(source.record(ids[i]))
                                        .get("output")
                                        .asText());
                    }
                }
            }
        }
    }

    private void assertRoundTrip(JsonSource source, int[] ids, Export export, String name) {
        Path out = export(export, source, ids);
        try (JsonSource again = JsonSource.open(out.resolve(name), null, null)) {
            assertThat(again.size()).isEqualTo(ids.length);
            for (int i = 0; i < ids.length; i++) {
                assertThat(again.text(i)).isEqualTo(source.text(ids[i]));
            }
        }
    }

    @Test
    void jsonlPutsEachRecordOnOneLineAndLeavesTheRestAlone() throws IOException {
        Path file = write("in.json", "[\n" + String.join(",\n", NastyRecords.ALL) + "\n]");
        int[] ids = IntStream.range(0, NastyRecords.ALL.size()).toArray();
        try (JsonSource source = JsonSource.open(file, null, null)) {
            Path out = export(new JsonLinesExport(), source, ids);
            List<String> expected = NastyRecords.ALL.stream()
                    .map(record -> record.replaceAll(",[\r\n]+[ \t]*", ", ").replaceAll("[\r\n]+[ \t]*", ""))
                    .toList();
            assertThat(Files.readString(out.resolve("selection.jsonl")))
                    .isEqualTo(expected.stream().map(record -> record + "\n").collect(Collectors.joining()));
        }
        assertThat(new String(JsonLinesExport.onOneLine("{\r\n  \"a\": 1,\r\n\t\"b\" : [\n] }".getBytes(UTF_8)), UTF_8))
                .isEqualTo("{\"a\": 1, \"b\" : [] }");
    }

    @Test
    void tablesGetAColumnForEachField() throws IOException {
        Path file = write(
                "in.jsonl",
                """
                {"id": 7, "text": "a, \\"b\\"\\n", "score": 1, "ok": true, "mixed": 1, "big": 1, "label": "x"}
                {"text": "ü😀", "score": 0.50, "nested": {"a": [1.00]}, "mixed": "s", "big": 123456789012345678901234567890, "label": "w"}
                {"id": -1, "text": null, "mixed": null, "big": 1e999, "label": "x", "label": "w"}
                """);
        try (JsonSource source = JsonSource.open(file, "text", "label")) {
            Path csv = export(new CsvExport(), source, 0, 1, 2);
            assertThat(csv.resolve("selection.csv"))
                    .hasContent(
                            """
                            pith_id,pith_label,label_name,weight,id,text,score,ok,mixed,big,label,nested
                            0,1,x,1.0,7,"a, ""b""
                            ",1.0,true,1,1,x,
                            1,0,w,1.0,,ü😀,0.5,,\"""s\""",123456789012345678901234567890,w,"{""a"":[1.00]}"
                            2,0,w,1.0,-1,,,,,1e999,w,
                            """);
            Path parquet = export(new ParquetExport(), source, 2, 1);
            try (TableRecords again = TableRecords.open(parquet.resolve("selection.parquet"), "mixed", "pith_label")) {
                assertThat(again.labels().orElseThrow().values()).containsExactly(0, 0);
                assertThat(again.text(1)).isEqualTo("s");
                assertThat(new String(again.record(1), UTF_8))
                        .startsWith("{\"pith_id\":1,\"pith_label\":0,\"label_name\":\"w\",\"weight\":1.0,\"id\":null,"
                                + "\"text\":\"ü😀\",\"mixed\":\"s\",\"big\":\"123456789012345678901234567890\"");
            }
        }
    }

    @Test
    void archivesHoldRecordsByteForByte() throws IOException {
        Path file = write("in.jsonl", String.join("\n", NastyRecords.ONE_LINE));
        int[] ids = IntStream.range(0, NastyRecords.ONE_LINE.size())
                .map(i -> 10 - i)
                .toArray();
        try (JsonSource source = JsonSource.open(file, null, null)) {
            Path out = export(new WebDatasetExport(WebDatasetExport.SHARD_BYTES), source, ids);
            try (RecordSource again =
                    (RecordSource) WebDataset.open(out.resolve("selection-000000.tar"), new RecordText(null))) {
                assertThat(again.size()).isEqualTo(ids.length);
                for (int i = 0; i < ids.length; i++) {
                    assertThat(Integer.parseInt(again.key(i))).isEqualTo(ids[i]);
                    assertThat(again.record(i)).isEqualTo(source.record(ids[i]));
                }
            }
        }
    }

    @Test
    void recordsOfTablesAreJsonObjects() throws IOException {
        Path file = write("in.csv", "text,label\n\"a\nb\",1\nc,0\n");
        try (TableRecords source = TableRecords.open(file, "text", "label")) {
            Path out = export(new JsonLinesExport(), source, 1, 0);
            assertThat(out.resolve("selection.jsonl"))
                    .hasContent("{\"text\":\"c\",\"label\":\"0\"}\n{\"text\":\"a\\nb\",\"label\":\"1\"}\n");
        }
    }

    private Path export(Export export, Source source, int... ids) {
        Path out = folder.resolve("out");
        ExportFolder.write(export, source, new Selection(ids), out, Progress.NONE);
        return out;
    }

    @Test
    void halfASurrogatePairStaysOrIsRefused() throws IOException {
        String record = "{\"text\": \"a \\ud800 b\"}";
        Path file = write("half.jsonl", record + "\n");
        Path out = Files.createDirectory(folder.resolve("out"));
        try (JsonSource source = JsonSource.open(file, null, null)) {
            Selection selection = new Selection(new int[] {0});
            new JsonLinesExport().write(source, selection, out, Progress.NONE);
            assertThat(out.resolve("selection.jsonl")).hasContent(record);
            for (Export table : List.of(new CsvExport(), new ParquetExport())) {
                assertThatThrownBy(() -> table.write(source, selection, out, Progress.NONE))
                        .isInstanceOf(PithException.class)
                        .hasMessageStartingWith("record 0 of " + file + ": field 'text' holds half a surrogate pair");
            }
        }
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }
}
