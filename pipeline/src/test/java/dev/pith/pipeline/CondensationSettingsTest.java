package dev.pith.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.pipeline.condense.CondenseSettings;
import dev.pith.pipeline.condense.CondenseStart;
import dev.pith.pipeline.condense.CondensedEvaluationSettings;
import dev.pith.pipeline.condense.ExpertSettings;
import dev.pith.pipeline.condense.SearchSettings;
import dev.pith.torch.condense.CondensationMethod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a manifest remembers of a condensation, its experts and its evaluation gives the settings back. */
class CondensationSettingsTest {
    static Stream<CondenseSettings> condensations() {
        return Stream.of(CondensationMethod.values())
                .map(method -> CondenseSettings.usual(method, "convnet", 10, 3))
                .flatMap(usual -> Stream.of(
                        usual,
                        new CondenseSettings(
                                usual.condensation().but().iterations(7).build(),
                                CondenseStart.parse("noise"),
                                3,
                                8L,
                                false)));
    }

    @ParameterizedTest
    @MethodSource("condensations")
    void condensationsComeBack(CondenseSettings settings) {
        assertThat(CondenseSettings.of(settings.toMap())).isEqualTo(settings);
    }

    @Test
    void whitenedCondensationsAndTheirExpertsComeBack() {
        CondenseSettings settings = CondenseSettings.builder(CondensationMethod.MTT)
                .whiten(true)
                .minStart(2)
                .easyFirst(true)
                .build();
        assertThat(CondenseSettings.of(settings.toMap())).isEqualTo(settings);
        ExpertSettings experts = ExpertSettings.usual(settings);
        assertThat(experts.whiten()).isTrue();
        assertThat(ExpertSettings.of(experts.toMap())).isEqualTo(experts);
    }

    @Test
    void searchesComeBack() {
        SearchSettings usual = SearchSettings.usual(7);
        assertThat(SearchSettings.of(usual.toMap())).isEqualTo(usual);
        SearchSettings other = new SearchSettings(
                List.of(4), List.of(128), List.of("swish"), List.of("groupnorm"), List.of("none"), 2, 5, 3, 1);
        assertThat(SearchSettings.of(other.toMap())).isEqualTo(other);
        assertThatThrownBy(() -> new SearchSettings(
                        List.of(4), List.of(128), List.of("swish"), List.of("none"), List.of("none"), 0, 5, 3, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("`eval-seeds` must be at least 1, got 0");
    }

    @Test
    void evaluationsOfCondensedImagesComeBack() {
        CondensedEvaluationSettings settings = new CondensedEvaluationSettings(List.of("lenet", "mlp"), 4, 9, 0, true);
        assertThat(CondensedEvaluationSettings.of(settings.toMap(new LinkedHashSet<>(settings.pools()))))
                .isEqualTo(settings);
        CondensedEvaluationSettings usual = CondensedEvaluationSettings.DEFAULT;
        assertThat(CondensedEvaluationSettings.of(usual.toMap(new LinkedHashSet<>(usual.pools()))))
                .isEqualTo(usual);
    }
}
