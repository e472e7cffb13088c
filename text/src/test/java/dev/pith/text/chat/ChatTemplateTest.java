package dev.pith.text.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.text.chat.Turn.Speaker;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChatTemplateTest {
    private static final List<Turn> TURNS = List.of(
            new Turn(Speaker.SYSTEM, "s"),
            new Turn(Speaker.USER, "a", "i"),
            new Turn(Speaker.ASSISTANT, "b"),
            new Turn(Speaker.USER, "c"),
            new Turn(Speaker.ASSISTANT, "d"));

    /** Learned parts in braces, the token that begins a text as (, that which ends it as ). */
    private static String shown(ChatTemplate template, List<Turn> turns) {
        return template.pieces(turns).stream()
                .map(piece -> piece.isMarker()
                        ? (piece.learned() ? "{)}" : "(")
                        : piece.learned() ? "{" + piece.text() + "}" : piece.text())
                .collect(Collectors.joining());
    }

    @Test
    void alpacaHasItsOwnFirstSentences() {
        assertThat(shown(ChatTemplate.ALPACA, List.of(new Turn(Speaker.USER, "a"), new Turn(Speaker.ASSISTANT, "b"))))
                .isEqualTo("Below is an instruction that describes a task. Write a response that appropriately"
                        + " completes the request.\n\n### Instruction:\na\n\n### Response:{b}{)}");
        assertThat(shown(
                        ChatTemplate.ALPACA,
                        List.of(new Turn(Speaker.USER, "a", "i"), new Turn(Speaker.ASSISTANT, "b"))))
                .isEqualTo("Below is an instruction that describes a task, paired with an input that provides further"
                        + " context. Write a response that appropriately completes the request.\n\n"
                        + "### Instruction:\na\n\n### Input:\ni\n\n### Response:{b}{)}");
        assertThat(shown(ChatTemplate.ALPACA, TURNS))
                .isEqualTo("s\n\n### Instruction:\na\n\n### Input:\ni\n\n### Response:{b}{)}\n\n### Instruction:\nc\n\n"
                        + "### Response:{d}{)}");
    }

    @Test
    void chatMlNamesRoles() {
        assertThat(shown(ChatTemplate.CHATML, TURNS))
                .isEqualTo(
                        """
                        <|im_start|>system
                        s<|im_end|>
                        <|im_start|>user
                        a
                        i<|im_end|>
                        <|im_start|>assistant
                        {b<|im_end|>}
                        <|im_start|>user
                        c<|im_end|>
                        <|im_start|>assistant
                        {d<|im_end|>}
                        """);
    }

    @Test
    void llamasFormsAreTheirs() {
        assertThat(shown(ChatTemplate.LLAMA2, TURNS))
                .isEqualTo("([INST] <<SYS>>\ns\n<</SYS>>\n\na\ni [/INST]{ b }{)}([INST] c [/INST]{ d }{)}");
        assertThat(shown(ChatTemplate.LLAMA3, TURNS.subList(0, 3)))
                .isEqualTo("(<|start_header_id|>system<|end_header_id|>\n\ns<|eot_id|><|start_header_id|>user"
                        + "<|end_header_id|>\n\na\ni<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"
                        + "{b<|eot_id|>}");
    }

    @Test
    void plainTextsAreAllLearned() {
        assertThat(shown(ChatTemplate.PLAIN, List.of(new Turn(Speaker.ASSISTANT, "b"))))
                .isEqualTo("{b}{)}");
    }
}
