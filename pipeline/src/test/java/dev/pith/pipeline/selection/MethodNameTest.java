package dev.pith.pipeline.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.selection.RankingMethod;
import org.junit.jupiter.api.Test;

class MethodNameTest {
    @Test
    void everyMethodHasItsName() {
        for (RankingMethod method : RankingMethod.values()) {
            assertThat(MethodName.parse(method.toString()).method()).contains(method);
        }
        assertThat(MethodName.parse("AUTO").method()).isEmpty();
        assertThat(MethodName.names()).startsWith("auto").allSatisfy(name -> assertThat(
                        MethodName.parse(name).toString())
                .isEqualTo(name));
    }

    @Test
    void othersAreRefused() {
        assertThatThrownBy(() -> MethodName.parse("zz"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected one of auto, facility-location, ")
                .hasMessageEndingWith(" but was 'zz'");
    }

    @Test
    void whoAsksForDisparityMinIsSentToKCenter() {
        assertThatThrownBy(() -> MethodName.parse("Disparity-Min"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("take k-center for Disparity-Min, whose greedy picks are the same but for the first");
        assertThatThrownBy(() -> EvaluatedMethod.parse("disparity-min")).hasMessageStartingWith("take k-center");
    }
}
