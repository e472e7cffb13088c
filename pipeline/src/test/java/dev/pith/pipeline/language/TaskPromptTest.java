package dev.pith.pipeline.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.text.chat.BytePairs;
import dev.pith.text.chat.ChatTemplate;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.language.ChoiceLoss.Choices;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskPromptTest {
    private static final TaskQuestion QUESTION =
            new TaskQuestion("law", "Who judges?", List.of("a judge", "nobody"), 0, List.of("a judge"));
    private static final TaskQuestion EXAMPLE =
            new TaskQuestion("law", "Who pays?", List.of("you", "me"), 1, List.of("me"));
    private static final TaskQuestion FREE = new TaskQuestion("", "How many?", List.of(), -1, List.of("two", "2"));

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void learn() {
        file = folder.resolve("tokenizer.json");
        BytePairs.train(List.of("Answer: A Answer: B Answer: a judge"), 300, file);
    }

    private ChatTokenizer tokenizer(@Nullable ChatTemplate template) {
        return new ChatTokenizer(file, 400, 0, template);
    }

    @Test
    void lettersStandBelowTheQuestion() {
        try (ChatTokenizer tokenizer = tokenizer(null)) {
            TaskPrompt prompt = new TaskPrompt(tokenizer, TaskSettings.By.LETTER, null);
            assertThat(prompt.text(QUESTION, List.of(EXAMPLE)))
                    .isEqualTo(
                            """
                            The following are multiple choice questions (with answers) about law.

                            Who pays?
                            A. you
                            B. me
                            Answer: B

                            Who judges?
                            A. a judge
                            B. nobody
                            Answer:""");
            assertThat(prompt.text(FREE, List.of(FREE)))
                    .isEqualTo("Question: How many?\nAnswer: two\n\nQuestion: How many?\nAnswer:");
            assertThat(said(tokenizer, prompt.choices(QUESTION, List.of()))).containsExactly(" A", " B");
        }
    }

    @Test
    void textsFollowTheQuestion() {
        try (ChatTokenizer tokenizer = tokenizer(null)) {
            TaskPrompt prompt = new TaskPrompt(tokenizer, TaskSettings.By.TEXT, null);
            assertThat(prompt.text(QUESTION, List.of(EXAMPLE)))
                    .isEqualTo("Question: Who pays?\nAnswer: me\n\nQuestion: Who judges?\nAnswer:");
            Choices choices = prompt.choices(QUESTION, List.of());
            assertThat(tokenizer.decode(choices.prompt())).isEqualTo("Question: Who judges?\nAnswer:");
            assertThat(said(tokenizer, choices)).containsExactly(" a judge", " nobody");
        }
    }

    @Test
    void aTemplateHoldsQuestionAndAnswer() {
        try (ChatTokenizer tokenizer = tokenizer(ChatTemplate.ALPACA)) {
            TaskPrompt prompt = new TaskPrompt(tokenizer, TaskSettings.By.LETTER, ChatTemplate.ALPACA);
            Choices choices = prompt.choices(QUESTION, List.of());
            assertThat(tokenizer.decode(choices.prompt()))
                    .contains("### Instruction:\nThe following are", "Who judges?\nA. a judge")
                    .endsWith("\n\n### Response:");
            assertThat(said(tokenizer, choices)).containsExactly("A", "B");
            assertThat(choices.choices()[0]).endsWith(0); // the token that ends it
            assertThat(prompt.tokens(prompt.text(QUESTION, List.of()))).isEqualTo(choices.prompt());
        }
    }

    /** Of a prompt's last letter and the first of a choice, a tokenizer may make one token. */
    @Test
    void whatATokenizerJoinsBelongsToTheChoice() {
        BytePairs.train(List.of("xy: xy: xy: xy:"), 270, file);
        TaskQuestion joined = new TaskQuestion("", "x", List.of("y", "z"), 0, List.of("y"));
        try (ChatTokenizer tokenizer = tokenizer(null)) {
            TaskPrompt prompt = new TaskPrompt(tokenizer, TaskSettings.By.TEXT, null);
            Choices choices = prompt.choices(joined, List.of());
            for (int i = 0; i < 2; i++) {
                assertThat(tokenizer.decode(choices.prompt()) + said(tokenizer, choices)[i])
                        .isEqualTo("Question: x\nAnswer: " + joined.choices().get(i));
            }
        }
    }

    private static String[] said(ChatTokenizer tokenizer, Choices choices) {
        return Arrays.stream(choices.choices()).map(tokenizer::decode).toArray(String[]::new);
    }
}
