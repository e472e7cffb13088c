package dev.pith.text.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.Golden;
import dev.pith.PithException;
import dev.pith.text.chat.Turn.Speaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTokenizerTest {
    private static final List<String> TEXTS =
            List.of("the cat sat on the mat", "the dog sat on the cat's mat", "äöü the end 123 123\n\n the");

    @TempDir
    private Path folder;

    private Path file;
    private int vocabulary;

    @BeforeEach
    void train() {
        file = folder.resolve("tokenizer.json");
        vocabulary = BytePairs.train(TEXTS, 270, file);
    }

    private ChatTokenizer open() {
        return new ChatTokenizer(file, vocabulary, 0, null);
    }

    @Test
    void recordsHaveTheTokensOfTheGoldenValues() throws IOException {
        Path golden = Golden.folder("language/gpt2-tiny");
        Path data = Golden.BESIDE.resolveSibling("data").resolve("text/alpaca-5k.json");
        assumeTrue(Files.exists(data), "skipped, since " + data + " is absent");
        ObjectMapper json = new ObjectMapper();
        JsonNode encoded = json.readTree(golden.resolve("case.json").toFile()).get("encoded");
        JsonNode records = json.readTree(data.toFile());
        try (ChatTokenizer tokenizer = new ChatTokenizer(golden.resolve("tokenizer.json"), 1024, 0, null)) {
            for (int i = 0; i < encoded.size(); i++) {
                ChatTokens tokens = tokenizer.encode(Dialogue.of(json.writeValueAsBytes(records.get(i)), "x"));
                JsonNode ids = encoded.get(i).get("ids");
                assertThat(tokens.ids())
                        .as("record %d", i)
                        .containsExactly(IntStream.range(0, ids.size())
                                .map(t -> ids.get(t).asInt())
                                .toArray());
                int prompt = encoded.get(i).get("prompt_length").asInt();
                assertThat(tokens.answers()).isEqualTo(ids.size() - prompt);
                assertThat(tokens.learned()[prompt]).isTrue();
                assertThat(tokens.learned()[prompt - 1]).isFalse();
            }
        }
    }

    @Test
    void answersAreLearnedAndPromptsAreNot() {
        try (ChatTokenizer tokenizer = open()) {
            Dialogue dialogue = new Dialogue(
                    List.of(new Turn(Speaker.USER, "the cat"), new Turn(Speaker.ASSISTANT, "the mat")),
                    Dialogue.Form.INSTRUCTION);
            ChatTokens tokens = tokenizer.encode(dialogue);
            int[] answer = tokenizer.encode("the mat");
            assertThat(tokens.answers()).isEqualTo(answer.length + 1);
            assertThat(tokens.ids()[tokens.ids().length - 1]).isZero();
            assertThat(tokenizer.decode(tokens.ids())).endsWith("### Instruction:\nthe cat\n\n### Response:the mat");
            assertThat(tokens.cut(tokens.ids().length - answer.length - 1).answers())
                    .isZero();
            assertThat(tokens.cut(1_000)).isSameAs(tokens);
        }
    }

    @Test
    void everyTextComesBack() {
        try (ChatTokenizer tokenizer = open()) {
            for (String text : List.of("the cat", "  two  spaces \n\n", "日本語 \uD83D\uDE00 ÿ\u0000\u00ad", "it's 42!")) {
                assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
            }
        }
    }

    @Test
    void halfASurrogatePairIsReadAsSomething() {
        try (ChatTokenizer tokenizer = open()) {
            assertThat(tokenizer.encode("a\uD83D b")).containsExactly(tokenizer.encode("a\uFFFD b"));
        }
    }

    @Test
    void pairsThatComeOftenBecomeTokens() {
        try (ChatTokenizer tokenizer = open()) {
            assertThat(vocabulary).isEqualTo(270);
            assertThat(tokenizer.encode(" the")).hasSize(1);
            assertThat(tokenizer.encode(" xq")).hasSize(3);
        }
    }

    @Test
    void aVocabularyIsLearnedAsByTheNaiveLoop() throws IOException {
        JsonNode model = new ObjectMapper().readTree(file.toFile()).get("model");
        List<String> vocabulary = new ArrayList<>();
        model.get("vocab").fieldNames().forEachRemaining(vocabulary::add);
        // Words as letters that stand for bytes, cut as GPT-2 does; blanks are U+0120, line ends U+010A.
        List<List<String>> words = new ArrayList<>();
        for (String word :
                ("the \u0120cat \u0120sat \u0120on \u0120the \u0120mat the \u0120dog \u0120sat \u0120on \u0120the"
                                + " \u0120cat 's \u0120mat \u00c3\u00a4\u00c3\u00b6\u00c3\u00bc \u0120the \u0120end \u0120123"
                                + " \u0120123 \u010a\u010a \u0120the")
                        .split(" ", -1)) {
            words.add(new ArrayList<>(word.chars().mapToObj(Character::toString).toList()));
        }
        for (JsonNode merge : model.get("merges")) {
            Map<List<String>, Integer> counts = new HashMap<>();
            words.forEach(word -> {
                for (int i = 1; i < word.size(); i++) {
                    counts.merge(List.copyOf(word.subList(i - 1, i + 1)), 1, Integer::sum);
                }
            });
            List<String> most = counts.entrySet().stream()
                    .min(Comparator.comparing((Map.Entry<List<String>, Integer> pair) -> -pair.getValue())
                            .thenComparing(
                                    pair -> vocabulary.indexOf(pair.getKey().get(0)))
                            .thenComparing(
                                    pair -> vocabulary.indexOf(pair.getKey().get(1))))
                    .orElseThrow()
                    .getKey();
            assertThat(List.of(merge.get(0).asText(), merge.get(1).asText())).isEqualTo(most);
            for (List<String> word : words) {
                for (int i = 1; i < word.size(); i++) {
                    if (word.subList(i - 1, i + 1).equals(most)) {
                        word.set(i - 1, String.join("", most));
                        word.remove(i);
                    }
                }
            }
        }
        assertThat(model.get("merges")).hasSize(270 - 257);
    }

    @Test
    void aSmallTextHasASmallVocabulary() {
        assertThat(BytePairs.train(List.of("ab ab"), 1_000, file)).isEqualTo(258);
        assertThatThrownBy(() -> BytePairs.train(TEXTS, 256, file)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() {
        assertThatThrownBy(() -> new ChatTokenizer(file, 200, 0, null))
                .isInstanceOf(PithException.class)
                .hasMessage(file + ": has tokens up to number 269, and the model knows 200: take the tokenizer that the"
                        + " model was made with");
    }

    @Test
    void aTokenizerThatBeginsTextsDoesSoOnce() throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode tokenizer = (ObjectNode) json.readTree(file.toFile());
        tokenizer.set(
                "post_processor",
                json.readTree("{\"type\": \"TemplateProcessing\", \"single\": [{\"SpecialToken\": {\"id\":"
                        + " \"<|endoftext|>\", \"type_id\": 0}}, {\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}],"
                        + " \"pair\": [{\"Sequence\": {\"id\": \"A\", \"type_id\": 0}}, {\"Sequence\": {\"id\": \"B\","
                        + " \"type_id\": 1}}], \"special_tokens\": {\"<|endoftext|>\": {\"id\": \"<|endoftext|>\","
                        + " \"ids\": [0], \"tokens\": [\"<|endoftext|>\"]}}}"));
        json.writeValue(file.toFile(), tokenizer);
        Dialogue dialogue = new Dialogue(
                List.of(new Turn(Speaker.USER, "the cat"), new Turn(Speaker.ASSISTANT, "the mat")),
                Dialogue.Form.INSTRUCTION);
        for (ChatTemplate template : List.of(ChatTemplate.ALPACA, ChatTemplate.LLAMA2)) {
            try (ChatTokenizer begun = new ChatTokenizer(file, vocabulary, 0, template)) {
                int[] ids = begun.encode(dialogue).ids();
                assertThat(ids[0]).isZero();
                assertThat(ids[1]).isNotZero();
                assertThat(begun.encode(dialogue).learned()[0]).isFalse();
            }
        }
    }
}
