package dev.pith.text.duplicate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import dev.pith.text.ListSource;
import dev.pith.text.RecordTexts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverlapsTest {
    private static RecordTexts texts(List<String> texts) {
        return RecordTexts.of(new ListSource(texts));
    }

    private static List<Duplicate> overlaps(List<String> records, List<String> tests, int n, int threadCount) {
        try (Threads threads = new Threads(threadCount)) {
            return Overlaps.of(texts(records), texts(tests), n, threads, Progress.NONE);
        }
    }

    private static Set<List<String>> grams(String text, int length) {
        List<String> words = List.of(text.split(" "));
        Set<List<String>> grams = new HashSet<>();
        for (int from = 0; from + length <= words.size(); from++) {
            grams.add(words.subList(from, from + length));
        }
        return grams;
    }

    private static String sentence(SplittableRandom random, int words) {
        StringBuilder text = new StringBuilder("w" + random.nextInt(2));
        for (int k = 1; k < words; k++) {
            text.append(" w").append(random.nextInt(2));
        }
        return text.toString();
    }

    /** Words of two letters, so that texts share a lot. */
    @ParameterizedTest
    @CsvSource({"1,13", "2,9", "3,4", "4,1"})
    void findsWhatTheNaiveLoopFinds(long seed, int n) {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> records = new ArrayList<>();
        List<String> tests = new ArrayList<>();
        for (int k = 0; k < 40; k++) {
            records.add(sentence(random, 1 + random.nextInt(60)));
            tests.add(sentence(random, 1 + random.nextInt(20)));
        }
        List<Duplicate> expected = new ArrayList<>();
        for (int id = 0; id < records.size(); id++) {
            int nearest = -1;
            double most = 0;
            int length = records.get(id).split(" ").length;
            for (int test = 0; test < tests.size(); test++) {
                int words = Math.min(n, tests.get(test).split(" ").length);
                Set<List<String>> shared = grams(tests.get(test), words);
                int all = shared.size();
                shared.retainAll(grams(records.get(id), words));
                boolean counts = words >= Math.min(8, n) || words == length;
                double share = counts ? (double) shared.size() / all : 0;
                if (share > most) {
                    nearest = test;
                    most = share;
                }
            }
            if (nearest >= 0) {
                expected.add(new Duplicate(id, nearest, most));
            }
        }
        assertThat(expected).isNotEmpty();
        assertThat(overlaps(records, tests, n, 1)).isEqualTo(expected);
        assertThat(overlaps(records, tests, n, 3)).isEqualTo(expected);
    }

    @Test
    void caseAndSignsDoNotCount() {
        String test = "What is the capital of the country that lies north of Spain, and why?";
        List<String> records = List.of(
                "Q: what is -- the CAPITAL of the country: that lies North of spain? And why! A: Paris",
                "What is the capital of the country that lies south of Spain, and why?",
                "Paris",
                "...");
        assertThat(overlaps(records, List.of(test, "Paris!", "?!"), 13, 1))
                .satisfiesExactly(
                        first -> {
                            assertThat(first.id()).isZero();
                            assertThat(first.original()).isZero();
                            assertThat(first.similarity()).isCloseTo(1, within(1e-12));
                        },
                        whole -> assertThat(whole).isEqualTo(new Duplicate(2, 1, 1)));
    }
}
