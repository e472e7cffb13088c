package dev.pith.data.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordTextTest {
    private static String text(String template, String record) {
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
