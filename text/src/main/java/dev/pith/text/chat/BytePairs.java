package dev.pith.text.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.data.record.RecordJson;
import dev.pith.run.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Learns a vocabulary from texts: byte pair encoding (Sennrich, Haddow and Birch, ACL 2016, algorithm 1) of bytes, as
 * GPT-2 has it. The pair of tokens that comes most often inside of words becomes a token, ties to the lower numbers,
 * until there are as many as wanted.
 */
public final class BytePairs {
    /** The token that ends a text; its number is 0. */
    public static final String END = "<|endoftext|>";

    private static final int BYTES = 256;

    /** What GPT-2 takes for words: no token crosses from one into another. */
    private static final Pattern WORDS = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);

    private final List<String> tokens = new ArrayList<>();
    private final List<int[]> merges = new ArrayList<>();
    private final List<Word> words = new ArrayList<>();
    private final Map<Long, Integer> counts = new HashMap<>();
    private final Map<Long, Set<Word>> places = new HashMap<>();
    private final PriorityQueue<Pair> queue =
            new PriorityQueue<>(Comparator.comparingInt(Pair::count).reversed().thenComparingLong(Pair::key));

    /** A word of the texts as tokens, and how often it comes. */
    private static final class Word {
        private int[] ids;
        private final int count;

        Word(int[] ids, int count) {
            this.ids = ids;
            this.count = count;
        }
    }

    /** Two tokens one after the other, and how often they came when they were put into the queue. */
    private record Pair(long key, int count) {}

    private BytePairs() {}

    /**
     * Learns from texts and writes a {@code tokenizer.json}.
     *
     * @param vocabulary how many tokens there are to be, {@link #END} and all bytes among them; fewer where no pair
     *     comes twice
     * @return how many there are
     */
    public static int train(Iterable<String> texts, int vocabulary, Path file) {
        if (vocabulary <= BYTES) {
            throw new IllegalArgumentException(
                    "a vocabulary must have more than the bytes' " + (BYTES + 1) + " tokens, got " + vocabulary);
        }
        BytePairs pairs = new BytePairs();
        pairs.count(texts);
        pairs.merge(vocabulary);
        pairs.write(file);
        return pairs.tokens.size();
    }

    private void count(Iterable<String> texts) {
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (String text : texts) {
            Matcher word = WORDS.matcher(text);
            while (word.find()) {
                seen.merge(word.group(), 1, Integer::sum);
            }
        }
        tokens.add(END);
        int[] byteIds = new int[BYTES];
        String letters = letters();
        for (int code = 0; code < 2 * BYTES; code++) { // bytes in the order of the letters that stand for them
            int value = letters.indexOf(code);
            if (value >= 0) {
                byteIds[value] = tokens.size();
                tokens.add(String.valueOf((char) code));
            }
        }
        seen.forEach((text, count) -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] ids = new int[bytes.length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = byteIds[bytes[i] & 0xff];
            }
            Word word = new Word(ids, count);
            words.add(word);
            addPairs(word, 1);
        });
        counts.forEach((key, count) -> queue.add(new Pair(key, count)));
    }

    /** Counts the pairs of a word, or takes them off again. */
    private void addPairs(Word word, int sign) {
        for (int i = 1; i < word.ids.length; i++) {
            long key = ((long) word.ids[i - 1] << Integer.SIZE) | word.ids[i];
            counts.merge(key, sign * word.count, Integer::sum);
            if (sign > 0) {
                places.computeIfAbsent(key, unused -> new HashSet<>()).add(word);
            }
        }
    }

    private void merge(int vocabulary) {
        while (tokens.size() < vocabulary && !queue.isEmpty()) {
            Pair pair = queue.remove();
            int count = counts.getOrDefault(pair.key, 0);
            if (count != pair.count) { // out of date: a merge since took some away
                if (count > 1) {
                    queue.add(new Pair(pair.key, count));
                }
                continue;
            }
            if (count < 2) {
                return;
            }
            int left = (int) (pair.key >> Integer.SIZE);
            int right = (int) pair.key;
            int merged = tokens.size();
            tokens.add(tokens.get(left) + tokens.get(right));
            merges.add(new int[] {left, right});
            Set<Long> changed = new HashSet<>();
            for (Word word : places.getOrDefault(pair.key, Set.of())) {
                addPairs(word, -1);
                word.ids = replaced(word.ids, left, right, merged);
                addPairs(word, 1);
                for (int i = 1; i < word.ids.length; i++) {
                    if (word.ids[i] == merged || word.ids[i - 1] == merged) {
                        changed.add(((long) word.ids[i - 1] << Integer.SIZE) | word.ids[i]);
                    }
                }
            }
            places.remove(pair.key);
            changed.forEach(key -> queue.add(new Pair(key, counts.getOrDefault(key, 0))));
        }
    }

    private static int[] replaced(int[] ids, int left, int right, int merged) {
        int[] result = new int[ids.length];
        int length = 0;
        for (int i = 0; i < ids.length; i++) {
            boolean here = i + 1 < ids.length && ids[i] == left && ids[i + 1] == right;
            result[length++] = here ? merged : ids[i];
            i += here ? 1 : 0;
        }
        return Arrays.copyOf(result, length);
    }

    /** Returns the letters that stand for bytes 0 to 255: printable ones for themselves, others from U+0100 on. */
    private static String letters() {
        StringBuilder letters = new StringBuilder();
        int next = BYTES;
        for (int value = 0; value < BYTES; value++) {
            boolean printable = (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xff && value != 0xad);
            letters.append((char) (printable ? value : next++));
        }
        return letters.toString();
    }

    private void write(Path file) {
        ObjectNode json = new ObjectMapper(RecordJson.FACTORY).createObjectNode();
        json.put("version", "1.0").putNull("truncation").putNull("padding");
        json.putArray("added_tokens")
                .addObject()
                .put("id", 0)
                .put("content", END)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        json.putNull("normalizer");
        byteLevel(json.putObject("pre_tokenizer"));
        json.putNull("post_processor");
        byteLevel(json.putObject("decoder"));
        ObjectNode model =
                json.putObject("model").put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.put(tokens.get(id), id);
        }
        ArrayNode listed = model.putArray("merges");
        merges.forEach(merge -> listed.addArray().add(tokens.get(merge[0])).add(tokens.get(merge[1])));
        AtomicFile.write(file, out -> out.write(json.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static void byteLevel(ObjectNode node) {
        node.put("type", "ByteLevel").put("add_prefix_space", false);
        node.put("trim_offsets", true).put("use_regex", true);
    }
}
