package dev.pith.pipeline.language;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.RecordSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A question of a task file, in the forms that docs/records.md lists.
 *
 * @param subject what it is about; empty where that is not said
 * @param choices what may be answered; empty where the answer is free
 * @param right the right choice, from 0; -1 where the answer is free
 * @param answers that count as right where the answer is free; otherwise the right choice alone
 */
record TaskQuestion(String subject, String text, List<String> choices, int right, List<String> answers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> ASKED = List.of("question", "query", "ctx", "input", "prompt", "instruction");
    private static final List<String> OFFERED = List.of("choices", "endings", "options");
    private static final List<String> ANSWERED = List.of("answer", "answerKey", "label", "gold", "target", "output");
    private static final List<String> ABOUT = List.of("subject", "category");

    /** Choices and what each is called. */
    private record Offered(List<String> texts, List<String> labels) {}

    /** Copies the lists. */
    TaskQuestion {
        choices = List.copyOf(choices);
        answers = List.copyOf(answers);
    }

    /**
     * Reads a record.
     *
     * @throws PithException when it has no question, or no answer, or its answer is none of its choices
     */
    static TaskQuestion of(RecordSource source, int id) {
        return of(source.record(id), "record " + id + " of " + source.name());
    }

    static TaskQuestion of(byte[] record, String where) {
        JsonNode json;
        try {
            json = JSON.readTree(record);
        } catch (IOException e) {
            throw new PithException(where + " cannot be read (" + e.getMessage() + "); mend it", e);
        }
        String asked = text(json, ASKED, "question", where);
        JsonNode subject = first(json, ABOUT);
        Offered offered = offered(json, where);
        JsonNode answer = first(json, ANSWERED);
        if (answer == null) {
            throw new PithException(where + " has no answer; it is looked for in " + String.join(", ", ANSWERED));
        }
        String about = subject == null ? "" : subject.asText().replace('_', ' ').strip();
        if (offered.texts().isEmpty()) {
            return new TaskQuestion(about, asked, List.of(), -1, free(answer, where));
        }
        int right = right(offered, answer, where);
        return new TaskQuestion(
                about, asked, offered.texts(), right, List.of(offered.texts().get(right)));
    }

    private static String text(JsonNode json, List<String> fields, String what, String where) {
        JsonNode value = first(json, fields);
        if (value == null || !value.isValueNode() || value.asText().isBlank()) {
            throw new PithException(where + " has no " + what + "; it is looked for in " + String.join(", ", fields));
        }
        return value.asText().strip();
    }

    private static @Nullable JsonNode first(JsonNode json, List<String> fields) {
        for (String field : fields) {
            JsonNode value = json.path(field);
            if (!value.isMissingNode() && !value.isNull()) {
                return value;
            }
        }
        return null;
    }

    /** Reads a list of choices, an object of texts and labels, or the columns A, B and so on; none where it is free. */
    private static Offered offered(JsonNode json, String where) {
        JsonNode value = first(json, OFFERED);
        List<String> texts = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        if (value == null) {
            for (char letter = 'A'; json.path(String.valueOf(letter)).isValueNode(); letter++) {
                texts.add(json.path(String.valueOf(letter)).asText());
            }
        } else {
            JsonNode list = value.isObject() ? value.path("text") : value;
            list.forEach(choice -> texts.add(choice.asText()));
            value.path("label").forEach(label -> labels.add(label.asText()));
            if (texts.isEmpty() || texts.stream().anyMatch(String::isBlank)) {
                throw new PithException(where + " has choices in which nothing is said; they are a list of texts, or"
                        + " an object with the lists text and label");
            }
        }
        if (texts.size() == 1 || texts.size() > LETTERS) {
            throw new PithException(
                    where + " has " + texts.size() + " choices; from 2 to " + LETTERS + " are possible");
        }
        if (labels.size() != texts.size()) {
            labels.clear();
            for (int i = 0; i < texts.size(); i++) {
                labels.add(letter(i));
            }
        }
        return new Offered(texts, labels);
    }

    /** How many choices can be called by a letter. */
    private static final int LETTERS = 26;

    /** Returns what the choice of an index is called: A, B, ... */
    static String letter(int choice) {
        return String.valueOf((char) ('A' + choice));
    }

    /** Returns which choice an answer means: by its name, by its index from 0, or by its text. */
    private static int right(Offered offered, JsonNode answer, String where) {
        String said = answer.asText().strip();
        int byLabel = offered.labels().indexOf(said);
        if (byLabel >= 0) {
            return byLabel;
        }
        if (said.matches("\\d{1,3}") && Integer.parseInt(said) < offered.texts().size()) {
            return Integer.parseInt(said);
        }
        int byText = offered.texts().indexOf(answer.asText());
        if (byText < 0) {
            throw new PithException(where + " has the answer '" + said + "', which is none of its "
                    + offered.texts().size() + " choices: give a letter, an index from 0, or the text of one");
        }
        return byText;
    }

    private static List<String> free(JsonNode answer, String where) {
        List<String> answers = new ArrayList<>();
        if (answer.isArray()) {
            answer.forEach(each -> answers.add(each.asText()));
        } else {
            answers.add(answer.asText());
        }
        if (answers.stream().allMatch(each -> normal(each).isEmpty())) {
            throw new PithException(where + " has an answer in which nothing is said");
        }
        return answers;
    }

    /** Returns whether a free answer is one that counts: alike but for case, spaces and a period at its end. */
    boolean accepts(String said) {
        String normal = normal(said);
        return answers.stream().anyMatch(answer -> normal(answer).equals(normal));
    }

    private static String normal(String text) {
        String plain = text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        return plain.endsWith(".") ? plain.substring(0, plain.length() - 1) : plain;
    }
}
