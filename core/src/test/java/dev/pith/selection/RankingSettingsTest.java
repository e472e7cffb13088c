package dev.pith.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.objective.Concave;
import dev.pith.rule.Cut;
import dev.pith.score.Score;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RankingSettingsTest {
    @ParameterizedTest
    @EnumSource
    void whatIsUsualComesBack(RankingMethod method) {
        RankingSettings settings = RankingSettings.of(method, 0);
        assertThat(RankingSettings.of(method, settings.toMap())).isEqualTo(settings);
        assertThat(settings.toBuilder().build()).isEqualTo(settings);
    }

    static Stream<RankingSettings> settings() {
        return Stream.of(
                RankingSettings.builder(RankingMethod.WEIGHTED_FACILITY_LOCATION)
                        .similarity(SimilarityKind.RBF)
                        .maximizer(MaximizerKind.STOCHASTIC)
                        .neighbors(7)
                        .gamma(0.5)
                        .cut(new Cut(0.1))
                        .seed(3)
                        .build(),
                RankingSettings.builder(RankingMethod.STRATIFIED)
                        .similarity(SimilarityKind.RBF)
                        .gamma(0)
                        .cut(Cut.NONE)
                        .c(8)
                        .seed(3)
                        .build(),
                RankingSettings.builder(RankingMethod.GRAPHCUT)
                        .lambda(0.5)
                        .maximizer(MaximizerKind.LAZY)
                        .cut(Cut.BY_SHARE)
                        .build(),
                RankingSettings.builder(RankingMethod.FEATURE_BASED)
                        .concave(Concave.LOG)
                        .maximizer(MaximizerKind.LAZY)
                        .build(),
                RankingSettings.builder(RankingMethod.MIXTURE)
                        .mixture(MixtureParts.parse("facility-location=0.25, disparity-sum=1e-3"))
                        .build(),
                RankingSettings.builder(RankingMethod.DUAL_BETA).c(2).seed(9).build(),
                RankingSettings.builder(RankingMethod.CCS).cut(Cut.NONE).build());
    }

    @ParameterizedTest
    @MethodSource("settings")
    void whatIsSetComesBack(RankingSettings settings) {
        assertThat(RankingSettings.of(settings.method(), settings.toMap())).isEqualTo(settings);
        assertThat(settings.toBuilder().build()).isEqualTo(settings);
    }

    /** What runs hold that were made before there were rules. */
    @Test
    void manifestsOfEarlierMethodsAreAsBefore() {
        assertThat(RankingSettings.of(RankingMethod.FACILITY_LOCATION, 4).toMap())
                .hasToString("{similarity=cosine, maximizer=naive}");
        assertThat(RankingSettings.of(RankingMethod.HERDING, 4).toMap()).hasToString("{similarity=cosine}");
        assertThat(RankingSettings.of(RankingMethod.RANDOM, 4).toMap()).hasToString("{seed=4}");
        assertThat(RankingSettings.of(RankingMethod.GRAPHCUT, 4).toMap())
                .hasToString("{similarity=cosine, lambda=1.0, maximizer=naive}");
    }

    @Test
    void needsFollowFromMethodCutAndOwnScore() {
        RankingSettings weighted = RankingSettings.of(RankingMethod.WEIGHTED_FACILITY_LOCATION, 0);
        assertThat(weighted.needs(false).scores()).containsExactly(Score.CAD);
        assertThat(weighted.needs(true).scores()).isEmpty();
        assertThat(weighted.toBuilder().cut(Cut.BY_SHARE).build().needs(true).scores())
                .containsExactly(Score.AUM);
        assertThat(RankingSettings.of(RankingMethod.CCS, 0).needs(true).scores())
                .containsExactly(Score.AUM);
        assertThat(RankingSettings.of(RankingMethod.RANDOM, 0).needs(false))
                .isEqualTo(new Needs(false, false, false, false, false, false, Set.of()));
    }

    @Test
    void whatAMixtureIsOf() {
        assertThatThrownBy(() -> MixtureParts.parse("facility-location"))
                .hasMessage("expected functions with weights such as facility-location=1,disparity-sum=0.1 but was"
                        + " 'facility-location'");
        assertThatThrownBy(() -> MixtureParts.parse("facility-location=x"))
                .hasMessageEndingWith("'facility-location=x'");
        assertThatThrownBy(() -> MixtureParts.parse("herding=1"))
                .hasMessage("`mixture` sums functions of features (facility-location, log-determinant, graphcut,"
                        + " feature-based, saturated-coverage, disparity-sum), got herding");
        assertThatThrownBy(() -> MixtureParts.parse("graphcut=0"))
                .hasMessage("`mixture` needs positive weights, got 0.0 for graphcut");
        assertThatThrownBy(() -> MixtureParts.parse("graphcut=1,graphcut=2"))
                .hasMessage("`mixture` names graphcut twice; add its weights");
        assertThatThrownBy(() -> RankingSettings.builder(RankingMethod.GRAPHCUT)
                        .mixture(MixtureParts.parse("graphcut=1"))
                        .build())
                .hasMessage("`mixture` is for `method mixture`, got graphcut");
        assertThatThrownBy(() -> RankingSettings.builder(RankingMethod.GRAPHCUT)
                        .concave(Concave.LOG)
                        .build())
                .hasMessage("`concave` is for feature-based, got graphcut");
        assertThatThrownBy(() -> RankingSettings.builder(RankingMethod.DISPARITY_SUM)
                        .similarity(SimilarityKind.RBF)
                        .build())
                .hasMessage("disparity-sum needs `similarity cosine or sqeuclid`, got rbf");
    }

    @Test
    void lazyIsWarnedOfWhatIsNotSubmodular() {
        RankingSettings.Builder disparity =
                RankingSettings.builder(RankingMethod.DISPARITY_SUM).maximizer(MaximizerKind.LAZY);
        assertThat(disparity.build().warning())
                .hasValue("disparity-sum with cosine may not be submodular, so the lazy maximizer can miss the largest"
                        + " gain; `maximizer naive` is exact");
        RankingSettings.Builder mixture =
                RankingSettings.builder(RankingMethod.MIXTURE).maximizer(MaximizerKind.LAZY);
        assertThat(mixture.build().warning()).isEmpty();
        assertThat(mixture.mixture(MixtureParts.parse("disparity-sum=1"))
                        .build()
                        .warning())
                .isPresent();
    }

    @Test
    void refusesWhatIsOutOfRangeOrHasNoMeaning() {
        RankingSettings.Builder weighted = RankingSettings.builder(RankingMethod.WEIGHTED_FACILITY_LOCATION);
        assertThatThrownBy(() -> weighted.gamma(-1).build()).hasMessage("`gamma` must be a number from 0 on, got -1.0");
        assertThatThrownBy(() -> weighted.gamma(Double.NaN).build())
                .hasMessage("`gamma` must be a number from 0 on, got NaN");
        assertThatThrownBy(() ->
                        RankingSettings.builder(RankingMethod.DUAL_BETA).c(0).build())
                .hasMessage("`c` must be a positive number, got 0.0");
        assertThatThrownBy(() -> RankingSettings.builder(RankingMethod.HERDING)
                        .gamma(0.5)
                        .build())
                .hasMessage("`gamma` is for weighted-facility-location and stratified, got herding");
        RankingSettings.Builder mixed = RankingSettings.builder(RankingMethod.QUALITY_COVERAGE);
        assertThatThrownBy(() -> mixed.mix(1.5).build()).hasMessage("`mix` must be in [0, 1], got 1.5");
        assertThatThrownBy(() -> mixed.mix(Double.NaN).build()).hasMessage("`mix` must be in [0, 1], got NaN");
        assertThatThrownBy(() ->
                        RankingSettings.builder(RankingMethod.SCORE).mix(0.1).build())
                .hasMessage("`mix` is for quality-coverage, got score");
        assertThatThrownBy(() -> RankingSettings.builder(RankingMethod.DIVERSE_SCORE)
                        .limit(1.1)
                        .build())
                .hasMessage("`limit` must be above -1 and at most 1, got 1.1");
        assertThatThrownBy(() ->
                        RankingSettings.builder(RankingMethod.SCORE).limit(0.5).build())
                .hasMessage("`limit` is for diverse-score, got score");
        assertThatThrownBy(() -> RankingSettings.builder(RankingMethod.CCS).c(2).build())
                .hasMessage("`c` is for dual-beta and stratified, got ccs");
        assertThatThrownBy(() -> RankingSettings.builder(RankingMethod.STRATIFIED)
                        .similarity(SimilarityKind.DOT)
                        .build())
                .hasMessage("stratified needs `similarity cosine or rbf`, got dot");
        assertThatThrownBy(() -> RankingSettings.builder(RankingMethod.CRAIG)
                        .similarity(SimilarityKind.RBF)
                        .build())
                .hasMessage("`similarity` has no meaning for craig, got rbf");
        assertThatThrownBy(() -> BinningSettings.usual(true, false, 0).objective().toBuilder()
                        .maximizer(MaximizerKind.LAZY)
                        .neighbors(4)
                        .build())
                .hasMessage("`neighbors` is for facility-location, got graphcut");
        assertThatThrownBy(() -> new BinningSettings(
                        3,
                        BinningMethod.RECURSIVE,
                        RankingSettings.of(RankingMethod.WEIGHTED_FACILITY_LOCATION, 0),
                        true,
                        Published.NONE,
                        0))
                .hasMessage("`objective` must be graphcut, facility-location or log-determinant, got"
                        + " weighted-facility-location");
    }
}
