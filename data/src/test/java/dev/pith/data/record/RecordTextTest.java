package dev.pith.data.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonParser;
import dev.pith.PithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTextTest {
    private static String text(@Nullable String template, String record) {
        return new RecordText(null, template).of(record.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "it");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'instruction': 'a', 'input': 'b', 'output': 'c'} | a b c",
                "{'output': 'c', 'input': '', 'instruction': 'a'} | a c",
                "{'instruction': 'a', 'context': 'b', 'response': 'c', 'category': 'qa'} | a b c",
                "{'id': 7, 'conversations': [{'from': 'human', 'value': 'hi'}, {'from': 'gpt', 'value': 'there'}]} | hi there",
                "{'messages': [{'role': 'user', 'content': 'hi'}, {'role': 'assistant', 'content': [{'type': 'text', 'text': 'x'}]}]} | hi x",
            })
    void knowsTheFormsOfInstructionData(String record, String expected) {
        assertThat(text(null, record)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'messages': [{'role': 'user', 'content': 'hi'}], 'system': 'be kind', 'tools': [{'name': 'f'}]} | be kind [{`name`:`f`}] hi",
                "{'messages': [], 'instruction': 'a', 'system': '', 'tools': []} | a",
                "{'messages': 'hi'} | hi",
                "{'messages': ['hi', 'there']} | hi there",
                "{'messages': [{'role': 'user', 'content': ['hi', {'type': 'text', 'text': 'x'}, {'type': 'image_url'}]}]} | hi x",
                "{'messages': [{'role': 'assistant', 'content': null, 'tool_calls': [{'name': 'f'}]}]} | [{`name`:`f`}]",
                "{'messages': '[{\\u0022role\\u0022: \\u0022user\\u0022, \\u0022content\\u0022: \\u0022hi\\u0022}]'} | hi",
                "{'output': '[{\\u0022value\\u0022: 1}]'} | [{`value`: 1}]",
                "{'output': '[{\\u0022role\\u0022: 1}] and more'} | [{`role`: 1}] and more",
                "{'instruction': 'b', 'system': 's', 'history': [['q', 'r'], ['t', null]]} | s q r t b",
                "{'prompt': 'a', 'completion': 'b', 'label': true} | a b",
                "{'prompt': [{'role': 'user', 'content': 'a'}], 'completion': {'role': 'assistant', 'content': 'b'}} | a b",
                "{'prompt': 'a', 'chosen': 'b', 'rejected': 'c'} | a b c",
                "{'chosen': [{'role': 'user', 'content': 'a'}], 'rejected': [{'role': 'user', 'content': 'c'}]} | a c",
                "{'prompt': 'a', 'chosen': 'b', 'messages': [{'role': 'user', 'content': 'm'}]} | m",
                "{'prompt': 'a', 'messages': [], 'response': 'b'} | a b",
                "{'question': 'a', 'answer': 'b', 'context': 'c'} | a c b",
                "{'question': 'a', 'response': 'b', 'system': 's'} | s a b",
                "{'instruction': 'a', 'prompt': 'all of a', 'output': 'b', 'text': 'a b'} | a b",
                "{'text': 'a', 'label': 3} | a",
                "{'text': 5} | 5",
                "{'text': 'a', 'text': 'b'} | b",
                "{'messages': [{'content': 'a', 'role': 'x', 'content': 'b'}]} | b",
            })
    void knowsMoreForms(String record, String expected) {
        assertThat(text(null, record)).isEqualTo(expected.replace('`', '"'));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'messages': []}",
                "{'messages': [{'role': 'user', 'content': ''}]}",
                "{'system': 'be kind', 'tools': [{}]}",
                "{'instruction': 'a', 'instruction': null}",
                "{'output': {}}",
                "{}"
            })
    void knowsWhereNothingIsSaid(String record) {
        assertThatThrownBy(() -> text(null, record))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("it has no text in system, tools, history, instruction, prompt, question, input");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1, 2] | it is an array; every record must be an object",
                "5 | it is a number; every record must be an object",
                "null | it is null; every record must be an object",
                "{'a': | it cannot be read (Unexpected end-of-input",
            })
    void refusesWhatIsNoRecord(String record, String message) {
        assertThatThrownBy(() -> text(null, record))
                .isInstanceOf(PithException.class)
                .hasMessageContaining(message);
    }

    @Test
    void passesOverWhatIsNotWanted() throws IOException {
        String record = "{\"blob\": \"" + "x".repeat(1000) + "\", \"deep\": [[{\"text\": 1}]], \"text\": \"a\"}";
        try (JsonParser parser = RecordJson.FACTORY.createParser(record)) {
            RecordFields fields = RecordFields.read(parser, List.of("text"), "it");
            assertThat(fields.names()).containsExactly("blob", "deep", "text");
            assertThat(fields.texts()).isEqualTo(Map.of("text", "a"));
        }
    }

    @Test
    void fillsTemplates() {
        assertThat(text("Q: {q} {{A}}: {a}", "{'q': 'x', 'a': 2.50, 'z': 1}")).isEqualTo("Q: x {A}: 2.50");
        assertThat(text("{q}{a}", "{'q': 'x', 'a': null}")).isEqualTo("x");
        assertThatThrownBy(() -> text("{q}", "{'a': 1}"))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("it has no text in q");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no field", "{", "a } b", "{}", "{{}}"})
    void refusesTemplatesThatCannotBeRead(String template) {
        assertThatThrownBy(() -> new RecordText(null, template))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a text template names fields in braces");
    }
}
