package dev.pith.pipeline.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TaskQuestionTest {
    private static TaskQuestion of(String json) {
        return TaskQuestion.of(json.getBytes(StandardCharsets.UTF_8), "record 4 of a.jsonl");
    }

    /** The forms of MMLU, ARC, HellaSwag and of MMLU's tables. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'question': 'Which?', 'subject': 'high_school', 'choices': ['one', 'two', 'three'], 'answer': 1}",
                "{'question': 'Which?', 'choices': ['one', 'two', 'three'], 'answer': 'B', 'category': 'high school'}",
                "{'question': 'Which?', 'subject': 'high school', 'choices':"
                        + " {'text': ['one', 'two', 'three'], 'label': ['1', '2', '3']}, 'answerKey': '2'}",
                "{'ctx': 'Which?', 'subject': 'high school', 'endings': ['one', 'two', 'three'], 'label': '1'}",
                "{'question': 'Which?', 'subject': 'high school', 'A': 'one', 'B': 'two', 'C': 'three', 'answer': 'B'}",
                "{'question': 'Which?', 'subject': 'high school', 'choices': ['one', 'two', 'three'], 'answer': 'two'}"
            })
    void choicesAreReadInTheirForms(String json) {
        TaskQuestion question = of(json.replace('\'', '"'));
        assertThat(question.text()).isEqualTo("Which?");
        assertThat(question.subject()).isEqualTo("high school");
        assertThat(question.choices()).containsExactly("one", "two", "three");
        assertThat(question.right()).isEqualTo(1);
        assertThat(question.answers()).containsExactly("two");
    }

    @Test
    void freeAnswersAreAlikeButForCaseSpacesAndAPeriod() {
        TaskQuestion question = of("{\"input\": \"Where?\", \"target\": [\"New  York.\", \"NYC\"]}");
        assertThat(question.choices()).isEmpty();
        assertThat(question.right()).isEqualTo(-1);
        assertThat(question.accepts(" new york")).isTrue();
        assertThat(question.accepts("nyc.")).isTrue();
        assertThat(question.accepts("York")).isFalse();
        assertThat(question.accepts("")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'answer': 'A'} | has no question; it is looked for in question, query, ctx, input, prompt, instruction",
                "{'question': ' ', 'answer': 'A'} | has no question",
                "{'question': 'x'} | has no answer; it is looked for in answer, answerKey, label, gold, target, output",
                "{'question': 'x', 'choices': ['a', 'b'], 'answer': 'E'} | has the answer 'E', which is none of its 2",
                "{'question': 'x', 'choices': ['a', 'b'], 'answer': 2} | has the answer '2', which is none of its 2",
                "{'question': 'x', 'choices': ['a', 'b'], 'answer': -1} | has the answer '-1', which is none of its 2",
                "{'question': 'x', 'choices': ['a'], 'answer': 0} | has 1 choices; from 2 to 26 are possible",
                "{'question': 'x', 'choices': ['a', ' '], 'answer': 0} | has choices in which nothing is said",
                "{'question': 'x', 'choices': [], 'answer': 0} | has choices in which nothing is said",
                "{'question': 'x', 'answer': ['', ' .']} | has an answer in which nothing is said",
                "{'question': | cannot be read ("
            })
    void whatIsNoQuestionIsNamed(String json, String message) {
        assertThatThrownBy(() -> of(json.replace('\'', '"')))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("record 4 of a.jsonl " + message);
    }
}
