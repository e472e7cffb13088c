package dev.pith.torch.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.parallel.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstructionDifficultyTest {
    private static final int BEGIN = 3;

    private static TokenRecord record(int[] ids, int... learned) {
        boolean[] some = new boolean[ids.length];
        for (int t : learned) {
            some[t] = true;
        }
        return new TokenRecord(ids, some);
    }

    @Test
    void bothCountTheSameTokens() {
        TokenRecord begun = record(new int[] {BEGIN, 5, 6, 7, 8, 9}, 3, 5);
        assertThat(InstructionDifficulty.asked(begun, BEGIN)).isSameAs(begun);
        TokenRecord alone = InstructionDifficulty.alone(begun, BEGIN);
        assertThat(alone.ids()).containsExactly(BEGIN, 7, 9);
        assertThat(alone.learned()).containsExactly(false, true, true);
        assertThat(InstructionDifficulty.alone(begun, -1).ids()).containsExactly(7, 9);
        assertThat(InstructionDifficulty.alone(begun, -1).learned()).containsExactly(false, true);
        assertThat(InstructionDifficulty.asked(begun, -1).learned())
                .containsExactly(false, false, false, false, false, true);
    }

    /** By the losses of one record at a time, tokens picked by hand. */
    @ParameterizedTest
    @ValueSource(ints = {BEGIN, -1})
    void isTheRatioOfLosses(int begin) {
        SplittableRandom random = new SplittableRandom(7);
        List<TokenRecord> records = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            int[] ids = random.ints(6 + i, 4, 11).toArray();
            ids[0] = BEGIN;
            records.add(TokenRecord.of(ids, 3 + i % 3));
        }
        records.add(record(new int[] {BEGIN, 4, 5})); // learns nothing
        records.add(record(new int[] {4, 5, 6}, 0, 1, 2)); // has no question
        try (LanguageModel model = Tiny.llama(1);
                Threads one = new Threads(1);
                Threads two = new Threads(2)) {
            List<InstructionDifficulty> found = InstructionDifficulty.of(model, records, begin, two);
            assertThat(InstructionDifficulty.of(model, records, begin, one)).isEqualTo(found);
            for (int i = 0; i < 9; i++) {
                TokenRecord record = records.get(i);
                int prompt = 3 + i % 3;
                int[] answer = Arrays.copyOfRange(record.ids(), prompt, record.ids().length);
                int[] alone = new int[answer.length + 1];
                alone[0] = BEGIN;
                System.arraycopy(answer, 0, alone, 1, answer.length);
                boolean begins = begin >= 0;
                float after = loss(model, TokenRecord.of(record.ids(), begins ? prompt : prompt + 1), one);
                float without = loss(model, TokenRecord.of(begins ? alone : answer, 1), one);
                assertThat(found.get(i).tokens()).isEqualTo(begins ? answer.length : answer.length - 1);
                assertThat(found.get(i).loss()).isCloseTo(after, within(1e-4f));
                assertThat(found.get(i).alone()).isCloseTo(without, within(1e-4f));
                assertThat(found.get(i).ratio())
                        .isEqualTo((double) found.get(i).loss() / found.get(i).alone());
            }
            assertThat(found.get(9).tokens()).isZero();
            assertThat(found.get(9).ratio()).isNaN();
            assertThat(found.get(10).ratio()).isEqualTo(1);
        }
    }

    private static float loss(LanguageModel model, TokenRecord record, Threads threads) {
        return AnswerLoss.of(model, List.of(record), threads)[0];
    }
}
