package dev.pith.pipeline.language;

import dev.pith.text.chat.ChatTemplate;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.text.chat.ChatTokens;
import dev.pith.text.chat.Dialogue;
import dev.pith.text.chat.Turn;
import dev.pith.text.chat.Turn.Speaker;
import dev.pith.torch.language.ChoiceLoss.Choices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a question is put to a model. Choices by letter stand below it as in MMLU's evaluation, so that figures compare
 * with those of instruct-eval and lm-evaluation-harness; others are asked for as in the latter's ARC.
 *
 * @param template that a question is put into as what a user says; null for the text as it is
 */
record TaskPrompt(ChatTokenizer tokenizer, TaskSettings.By by, @Nullable ChatTemplate template) {
    private static final String ANSWER = "\nAnswer:";

    /**
     * Returns what stands before the answer of a question.
     *
     * @param examples asked and answered before it
     */
    String text(TaskQuestion question, List<TaskQuestion> examples) {
        StringBuilder text = new StringBuilder();
        if (isLettered(question)) {
            String about = question.subject().isEmpty() ? "" : " about " + question.subject();
            text.append("The following are multiple choice questions (with answers)")
                    .append(about)
                    .append(".\n\n");
        }
        for (TaskQuestion example : examples) {
            text.append(asked(example)).append(' ').append(answer(example)).append("\n\n");
        }
        return text.append(asked(question)).toString();
    }

    private boolean isLettered(TaskQuestion question) {
        return by == TaskSettings.By.LETTER && !question.choices().isEmpty();
    }

    private String asked(TaskQuestion question) {
        if (!isLettered(question)) {
            return "Question: " + question.text() + ANSWER;
        }
        StringBuilder text = new StringBuilder(question.text());
        for (int i = 0; i < question.choices().size(); i++) {
            text.append('\n')
                    .append(TaskQuestion.letter(i))
                    .append(". ")
                    .append(question.choices().get(i));
        }
        return text.append(ANSWER).toString();
    }

    private String answer(TaskQuestion question) {
        return isLettered(question)
                ? TaskQuestion.letter(question.right())
                : question.answers().get(0);
    }

    /**
     * Returns the choices of a question as tokens after its prompt. Where a tokenizer joins the end of the prompt with
     * the beginning of a choice, the prompt ends before that.
     */
    Choices choices(TaskQuestion question, List<TaskQuestion> examples) {
        String prompt = text(question, examples);
        List<int[]> wholes = new ArrayList<>();
        int[] before = tokens(prompt);
        int shared = before.length;
        for (int i = 0; i < question.choices().size(); i++) {
            String said = isLettered(question)
                    ? TaskQuestion.letter(i)
                    : question.choices().get(i);
            int[] whole = template == null
                    ? tokens(prompt + " " + said)
                    : inTemplate(prompt, said).ids();
            int same = Arrays.mismatch(before, whole);
            shared = Math.min(shared, same < 0 ? whole.length - 1 : same);
            wholes.add(whole);
        }
        int from = shared;
        return new Choices(
                Arrays.copyOf(before, from),
                wholes.stream()
                        .map(whole -> Arrays.copyOfRange(whole, from, whole.length))
                        .toArray(int[][]::new));
    }

    /** Returns the tokens of a prompt, in the template where there is one. */
    int[] tokens(String prompt) {
        if (template == null) {
            int[] ids = tokenizer.encode(prompt);
            if (tokenizer.begin() < 0) {
                return ids;
            }
            int[] begun = new int[ids.length + 1];
            begun[0] = tokenizer.begin();
            System.arraycopy(ids, 0, begun, 1, ids.length);
            return begun;
        }
        ChatTokens tokens = inTemplate(prompt, "A");
        int first = 0;
        while (!tokens.learned()[first]) {
            first++;
        }
        return Arrays.copyOf(tokens.ids(), first);
    }

    /** Returns question and answer as turns; the token that ends the answer counts to it. */
    private ChatTokens inTemplate(String prompt, String answer) {
        Turn asked = new Turn(Speaker.USER, prompt, "");
        return tokenizer.encode(
                new Dialogue(List.of(asked, new Turn(Speaker.ASSISTANT, answer, "")), Dialogue.Form.INSTRUCTION));
    }
}
