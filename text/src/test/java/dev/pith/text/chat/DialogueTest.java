package dev.pith.text.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.text.chat.Turn.Speaker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DialogueTest {
    private static Dialogue read(String json) {
        return Dialogue.of(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "record 0 of x");
    }

    private static String shown(List<Turn> turns) {
        return turns.stream()
                .map(turn -> turn.speaker().name().charAt(0) + ":" + turn.text()
                        + (turn.input().isEmpty() ? "" : "+" + turn.input()))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'instruction': 'a', 'input': '', 'output': 'b'} | U:a A:b",
                "{'instruction': 'a', 'input': 'i', 'output': 'b', 'system': 's'} | S:s U:a+i A:b",
                "{'instruction': 'a', 'context': 'c', 'response': 'b'} | U:a+c A:b",
                "{'prompt': 'a', 'completion': 'b'} | U:a A:b",
                "{'question': 'a', 'answer': 7} | U:a A:7",
                "{'prompt': 'a', 'chosen': 'b', 'rejected': 'c'} | U:a A:b",
                "{'history': [['h', 'g']], 'instruction': 'a', 'output': 'b'} | U:h A:g U:a A:b",
                "{'conversations': [{'from': 'human', 'value': 'a'}, {'from': 'gpt', 'value': 'b'}]} | U:a A:b",
                "{'messages': [{'role': 'system', 'content': 's'}, {'role': 'user', 'content': 'a'}, {'role':"
                        + " 'assistant', 'content': 'b'}]} | S:s U:a A:b",
                "{'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'a'}, {'type': 'image'}]},"
                        + " {'role': 'assistant', 'content': 'b'}]} | U:a A:b",
                "{'prompt': [{'role': 'user', 'content': 'a'}], 'completion': [{'role': 'assistant', 'content':"
                        + " 'b'}]} | U:a A:b",
                "{'prompt': [{'role': 'user', 'content': 'a'}], 'chosen': [{'role': 'user', 'content': 'a'}, {'role':"
                        + " 'assistant', 'content': 'b'}]} | U:a A:b",
                "{'text': 'b'} | A:b",
                "{'text': 'c', 'instruction': 'a', 'output': 'b'} | U:a A:b",
            })
    void readsTheFormsOfInstructionData(String json, String turns) {
        assertThat(shown(read(json).turns())).isEqualTo(turns);
    }

    @Test
    void callsOfToolsAndEmptyTurnsAreNotSaid() {
        Dialogue dialogue = read(
                "{'messages': [{'role': 'user', 'content': 'a'}, {'role': 'assistant', 'content': null, 'tool_calls':"
                        + " [{'function': {'name': 'f'}}]}, {'role': 'tool', 'content': '5'}, {'role': 'user', 'content':"
                        + " ' '}, {'role': 'narrator', 'content': 'n'}, {'role': 'assistant', 'content': 'b'}]}");
        assertThat(shown(dialogue.turns())).isEqualTo("U:a T:5 A:b");
        assertThat(dialogue.form()).isEqualTo(Dialogue.Form.CONVERSATION);
    }

    @Test
    void aConversationInAStringIsOne() {
        String json = "{\"messages\": \"[{\\\"role\\\": \\\"user\\\", \\\"content\\\": \\\"a\\\"}, {\\\"role\\\":"
                + " \\\"assistant\\\", \\\"content\\\": \\\"b\\\"}]\"}";
        assertThat(Dialogue.of(json.getBytes(StandardCharsets.UTF_8), "x").turns())
                .extracting(Turn::speaker)
                .containsExactly(Speaker.USER, Speaker.ASSISTANT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'instruction': 'a', 'output': ''}",
                "{'messages': [{'role': 'user', 'content': 'a'}]}",
                "{'label': 3}"
            })
    void recordsWithoutAnAnswerAreRefused(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(PithException.class)
                .hasMessageStartingWith("record 0 of x has no answer to learn; those are in output, response,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1]", "{"})
    void whatIsNoObjectIsRefused(String json) {
        assertThatThrownBy(() -> read(json)).isInstanceOf(PithException.class).hasMessageStartingWith("record 0 of x ");
    }
}
