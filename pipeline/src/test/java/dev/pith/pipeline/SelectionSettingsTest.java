package dev.pith.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.pipeline.selection.Constraints;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.selection.TextAmount;
import dev.pith.pipeline.selection.TextBudget;
import dev.pith.rule.Cut;
import dev.pith.sample.BinsShare;
import dev.pith.sample.Budget;
import dev.pith.selection.MaximizerKind;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.selection.SimilarityKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a manifest remembers of draws and rankings gives the settings back. */
class SelectionSettingsTest {
    @TempDir
    private Path folder;

    static Stream<SampleSettings> samplings() {
        return Stream.of(
                SampleSettings.DEFAULT,
                SampleSettings.keeping(Budget.parse("12.5%"), -3),
                new SampleSettings(
                        SampleSettings.DEFAULT.keep(),
                        TextBudget.bytes(TextAmount.parse("1.5M")),
                        Path.of("in.txt"),
                        Path.of("out.txt"),
                        BinsShare.ADAPTIVE,
                        9),
                new SampleSettings(
                        SampleSettings.DEFAULT.keep(),
                        new TextBudget(TextAmount.parse("500k"), "o200k_base"),
                        null,
                        null,
                        BinsShare.EQUAL,
                        1));
    }

    @ParameterizedTest
    @MethodSource("samplings")
    void samplingsComeBack(SampleSettings settings) {
        assertThat(SampleSettings.of(settings.toMap())).isEqualTo(settings);
    }

    static Stream<SelectSettings> rankings() {
        RankingSettings weighted = RankingSettings.builder(RankingMethod.WEIGHTED_FACILITY_LOCATION)
                .gamma(0.5)
                .cut(new Cut(0.25))
                .build();
        return Stream.of(
                SelectSettings.usual(1000, true, 0),
                SelectSettings.of(RankingSettings.of(RankingMethod.HERDING, 0), Budget.parse("7%"), false),
                SelectSettings.of(RankingSettings.of(RankingMethod.RANDOM, 8), Budget.parse("7%"), false),
                SelectSettings.of(
                        RankingSettings.builder(RankingMethod.FACILITY_LOCATION)
                                .similarity(SimilarityKind.RBF)
                                .maximizer(MaximizerKind.STOCHASTIC)
                                .neighbors(5)
                                .seed(9)
                                .build(),
                        Budget.parse("12"),
                        true),
                SelectSettings.of(
                        RankingSettings.builder(RankingMethod.GRAPHCUT)
                                .similarity(SimilarityKind.DOT)
                                .lambda(0.25)
                                .maximizer(MaximizerKind.LAZY)
                                .build(),
                        Budget.parse("0.5"),
                        false),
                SelectSettings.builder(weighted, Budget.parse("70"))
                        .text(TextBudget.bytes(TextAmount.parse("1.5M")))
                        .score("mean-probability")
                        .given(Path.of("given.txt"))
                        .balance("uniform")
                        .group(Path.of("groups.csv"))
                        .build(),
                SelectSettings.builder(RankingSettings.of(RankingMethod.SCORE, 0), Budget.parse("70"))
                        .score("own.npy")
                        .balance("shares.csv")
                        .groupColumn("camera")
                        .exclude(Path.of("issues"))
                        .build(),
                SelectSettings.builder(RankingSettings.of(RankingMethod.FLQMI, 0), Budget.parse("70"))
                        .stratify(false)
                        .query(Path.of("queries.jsonl"))
                        .constraints(new Constraints("tokens", 500.0, null, null))
                        .build(),
                SelectSettings.builder(RankingSettings.of(RankingMethod.LOG_DETERMINANT, 0), Budget.parse("70"))
                        .query(Path.of("queries.npy"))
                        .privates(Path.of("private.npy"))
                        .constraints(new Constraints(null, null, "20", "least.csv"))
                        .build(),
                scored(RankingSettings.builder(RankingMethod.QUALITY_COVERAGE)
                        .mix(0.3)
                        .neighbors(9)
                        .build()),
                scored(RankingSettings.builder(RankingMethod.DIVERSE_SCORE)
                        .limit(0.8)
                        .build()));
    }

    private static SelectSettings scored(RankingSettings ranking) {
        return SelectSettings.builder(ranking, Budget.parse("2%"))
                .stratify(false)
                .score("length")
                .build();
    }

    @ParameterizedTest
    @MethodSource("rankings")
    void rankingsComeBack(SelectSettings settings) {
        assertThat(SelectSettings.of(settings.toMap())).isEqualTo(settings);
    }

    /** What runs hold that ranked before there were rules. */
    @Test
    void aRankingIsRememberedAsBefore() {
        assertThat(SelectSettings.of(RankingSettings.of(RankingMethod.HERDING, 3), Budget.parse("7%"), true)
                        .toMap())
                .hasToString("{method=herding, budget=7%, similarity=cosine, stratify=true}");
    }

    /** Old gains are no bounds where picks look towards queries by log-determinants; a random sample needs none. */
    @Test
    void aMaximizerThatTrustsOldGainsIsWarnedOf() {
        for (MaximizerKind kind : MaximizerKind.values()) {
            RankingSettings ranking = RankingSettings.builder(RankingMethod.LOG_DETERMINANT)
                    .maximizer(kind)
                    .build();
            assertThat(SelectSettings.builder(ranking, Budget.parse("5"))
                            .query(Path.of("queries.npy"))
                            .build()
                            .warning()
                            .isPresent())
                    .as(kind.toString())
                    .isEqualTo(kind == MaximizerKind.LAZY || kind == MaximizerKind.APPROXIMATE_LAZY);
        }
    }

    @Test
    void anArchiveIsRememberedByWhatItHolds() throws IOException {
        Path archive = Files.writeString(folder.resolve("a.npz"), "x");
        SelectSettings settings = SelectSettings.builder(RankingSettings.of(RankingMethod.SCORE, 3), Budget.parse("5"))
                .score(archive.resolve("mine").toString())
                .build();
        Map<String, String> before = settings.toMap();
        Files.writeString(archive, "y");
        assertThat(settings.toMap()).isNotEqualTo(before);
    }

    @Test
    void filesOfARankingAreRememberedByWhatTheyHold() throws IOException {
        Path given = Files.writeString(folder.resolve("given.txt"), "3\n");
        SelectSettings settings = SelectSettings.builder(RankingSettings.of(RankingMethod.RANDOM, 3), Budget.parse("5"))
                .given(given)
                .build();
        Map<String, String> before = settings.toMap();
        Files.writeString(given, "4\n");
        assertThat(settings.toMap()).isNotEqualTo(before);
    }

    @Test
    void theUsualRankingIsOfATenthAndAllWhereTextDecides() {
        assertThat(SelectSettings.usual(1000, false, 0).ranking().method()).isEqualTo(RankingMethod.FACILITY_LOCATION);
        assertThat(SelectSettings.usualMethod(Budget.parse("11%"), 1000, false)).isEqualTo(RankingMethod.HERDING);
        assertThat(SelectSettings.usualBudget(TextBudget.bytes(TextAmount.parse("3k")))
                        .of(7))
                .isEqualTo(7);
    }
}
