package dev.pith.report;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * How long the texts of each bin are and with which word they begin; in an instruction that is mostly the verb.
 *
 * @param looked how many texts were read
 * @param words the most frequent leading words of all, most frequent first
 * @param groups the bins in order, then all texts, then the kept ones if there are any
 */
record TextStatistics(int looked, List<String> words, List<Group> groups) {
    /** Texts read at most, drawn evenly along the pick order. */
    static final int TEXTS_AT_MOST = 100_000;

    private static final int WORDS = 12;
    private static final double[] SHARES = {0.05, 0.25, 0.5, 0.75, 0.95};
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}'’-]*");

    /**
     * A set of texts.
     *
     * @param lengths the lengths, in characters, that 5, 25, 50, 75 and 95 % of them do not exceed; empty without texts
     * @param shares the part that begins with each of the words, the rest begins with another or with none
     */
    record Group(String name, int[] lengths, double[] shares) {}

    /** A text as far as it is looked at here. */
    private record Text(int bin, boolean kept, int length, String word) {}

    static TextStatistics of(RecordSource source, Samples samples, Cells cells) {
        int[] ids = cells.thinned(TEXTS_AT_MOST).allIds();
        List<Text> texts = new ArrayList<>(ids.length);
        for (int id : ids) {
            Text text = read(source, samples, id);
            if (text != null) {
                texts.add(text);
            }
        }
        List<String> words = frequent(texts);
        List<Group> groups = new ArrayList<>();
        for (int bin = 0; bin < cells.bins(); bin++) {
            int number = bin;
            groups.add(group(
                    Integer.toString(bin),
                    texts.stream().filter(text -> text.bin == number).toList(),
                    words));
        }
        groups.add(group("all", texts, words));
        List<Text> kept = texts.stream().filter(Text::kept).toList();
        if (!kept.isEmpty()) {
            groups.add(group("kept", kept, words));
        }
        return new TextStatistics(texts.size(), words, List.copyOf(groups));
    }

    /** A text that cannot be read is no reason to go without a page. */
    private static @Nullable Text read(RecordSource source, Samples samples, int id) {
        try {
            String text = source.text(id);
            Matcher word = WORD.matcher(text);
            return new Text(
                    samples.bin()[id],
                    samples.selected()[id],
                    text.codePointCount(0, text.length()),
                    word.find() ? word.group().toLowerCase(Locale.ROOT) : "");
        } catch (PithException e) {
            return null;
        }
    }

    private static List<String> frequent(List<Text> texts) {
        Map<String, Integer> counts = new HashMap<>();
        texts.stream().filter(text -> !text.word.isEmpty()).forEach(text -> counts.merge(text.word, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(WORDS)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Group group(String name, List<Text> texts, List<String> words) {
        int[] sorted = texts.stream().mapToInt(Text::length).sorted().toArray();
        int[] lengths = sorted.length == 0
                ? new int[0]
                : Arrays.stream(SHARES)
                        .mapToInt(share -> sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)])
                        .toArray();
        double[] shares = IntStream.range(0, words.size())
                .mapToDouble(w -> texts.stream()
                        .mapToInt(text -> text.word.equals(words.get(w)) ? 1 : 0)
                        .average()
                        .orElse(0))
                .toArray();
        return new Group(name, lengths, shares);
    }
}
