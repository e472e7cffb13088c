package dev.pith.pipeline.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeldOutAnswersTest {
    @Test
    void aRiseIsOneBeyondTwoStandardErrors() {
        float[] from = {1, 2, 3, 4};
        assertThat(HeldOutAnswers.isRise(from, new float[] {1.1f, 2.1f, 3.1f, 4.2f}))
                .isTrue();
        assertThat(HeldOutAnswers.isRise(from, new float[] {1.3f, 1.9f, 3.1f, 3.9f}))
                .isFalse(); // 0.05 +- 0.19
        assertThat(HeldOutAnswers.isRise(from, new float[] {0.9f, 1.9f, 2.9f, 3.8f}))
                .isFalse();
        assertThat(HeldOutAnswers.isRise(from, from)).isFalse();
        assertThat(HeldOutAnswers.isRise(new float[] {1}, new float[] {2})).isFalse(); // one says nothing
    }
}
