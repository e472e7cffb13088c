package dev.pith.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pith.PithException;
import dev.pith.pipeline.condense.CondenseSettings;
import dev.pith.pipeline.condense.CondensedEvaluationSettings;
import dev.pith.pipeline.evaluate.EvaluatedMethod;
import dev.pith.pipeline.evaluate.Sweep;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.pixels.PixelsSettings;
import dev.pith.pipeline.pixels.PretrainSettings;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.selection.Stratify;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.pipeline.train.RecipeSettings;
import dev.pith.prune.PruningKind;
import dev.pith.sample.Budget;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.Published;
import dev.pith.torch.condense.CondensationMethod;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.feature.FeatureTraining;
import dev.pith.torch.importance.ImportanceMethod;
import dev.pith.torch.language.Lora;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Settings that contradict themselves are refused, and what is not said is as usual. */
class SettingsFaultsTest {
    static Stream<Arguments> remembered() {
        RecipeSettings recipe = RecipeSettings.DEFAULT;
        CondensedEvaluationSettings condensed = new CondensedEvaluationSettings(List.of("lenet", "mlp"), 4, 9, 0, true);
        return Stream.of(
                remembered(recipe.toMap(recipe.recipe(1000, 1000, 3)), RecipeSettings::of),
                remembered(PretrainSettings.DEFAULT.toMap(1000), PretrainSettings::of),
                remembered(
                        CondenseSettings.builder(CondensationMethod.DC).build().toMap(), CondenseSettings::of),
                remembered(condensed.toMap(new LinkedHashSet<>(condensed.pools())), CondensedEvaluationSettings::of),
                remembered(SampleSettings.DEFAULT.toMap(), SampleSettings::of),
                remembered(BinningSettings.usual(true, false, 1).toMap(), BinningSettings::of),
                remembered(FinetuneSettings.builder("llama-shape").build().toMap(), FinetuneSettings::of),
                remembered(new ScoreSettings(1, 2, true).toMap(), ScoreSettings::of),
                remembered(Conditions.DEFAULT.toMap(), Conditions::of));
    }

    private static Arguments remembered(Map<String, String> map, Function<Map<String, String>, ?> of) {
        return Arguments.of(map, of);
    }

    @ParameterizedTest
    @MethodSource("remembered")
    void whatAManifestLacksIsAsUsualOrNamed(Map<String, String> map, Function<Map<String, String>, ?> of) {
        for (String name : map.keySet()) {
            Map<String, String> less = new HashMap<>(map);
            less.remove(name);
            try {
                assertThat(of.apply(less)).isNotNull();
            } catch (PithException e) {
                assertThat(e).hasMessageStartingWith("manifest.json: a step does not say its " + name + ";");
            } catch (IllegalArgumentException e) {
                assertThat(e).isNotInstanceOf(NumberFormatException.class);
            }
        }
    }

    @Test
    void whatIsNotSetIsAsUsual() {
        assertThat(PixelsSettings.builder().build()).isEqualTo(PixelsSettings.usual(Published.NONE, 0));
        assertThat(FeatureSettings.builder(FeatureKind.LOGITS).build())
                .isEqualTo(FeatureSettings.trained(FeatureKind.LOGITS, FeatureTraining.EPOCHS, 0));
        assertThat(FeatureSettings.builder(FeatureKind.PIXELS).build()).isEqualTo(FeatureSettings.pixels(OnError.FAIL));
        for (CondensationMethod method : CondensationMethod.values()) {
            assertThat(CondenseSettings.builder(method)
                            .imagesPerClass(10)
                            .seed(3)
                            .build())
                    .isEqualTo(CondenseSettings.usual(method, CondenseSettings.DEFAULT_NETWORK, 10, 3));
        }
    }

    static Stream<Arguments> contradictions() {
        return Stream.of(
                arguments(
                        "`prune` spares samples of an epoch; give it with `view epochs` or `view both`",
                        (ThrowingCallable) () -> Conditions.builder()
                                .prunings(List.of(PruningKind.SETA))
                                .build()),
                arguments("`epochs` and `steps` both say how long to train; give one", (ThrowingCallable)
                        () -> FinetuneSettings.builder("m").epochs(1).steps(2).build()),
                arguments("`context` must be at least 2, got 1", (ThrowingCallable)
                        () -> FinetuneSettings.builder("m").context(1).build()),
                arguments(
                        "`lora` keeps the weights that `pretrain` would change; pretrain in a run of its own, and name"
                                + " its model",
                        (ThrowingCallable) () -> FinetuneSettings.builder("m")
                                .lora(Lora.of(1, null, List.of()))
                                .pretrain("x")
                                .build()),
                arguments("`epochs` is for `view epochs` or both, got `view steps`", (ThrowingCallable)
                        () -> Conditions.builder().epochs(3).build()),
                arguments("`batch` must be at least 1, got 0", (ThrowingCallable)
                        () -> Conditions.builder().batch(0).build()),
                arguments("`outer`, `inner` and `distance` are for dc and dsa, got dm", (ThrowingCallable) () ->
                        CondenseSettings.builder(CondensationMethod.DM).outer(2).build()),
                arguments("`dsa-strategy` and `dsa-mode` are for dsa, dm, mtt and ftd, got dc", (ThrowingCallable)
                        () -> CondenseSettings.builder(CondensationMethod.DC)
                                .allParts(true)
                                .build()),
                arguments("`lr-img` must be a positive number, got -1.0", (ThrowingCallable)
                        () -> CondenseSettings.builder(CondensationMethod.DC)
                                .imageRate(-1.0)
                                .build()),
                arguments("`quality` is for `codec jpeg` or webp", (ThrowingCallable)
                        () -> PixelsSettings.builder().quality(3).build()),
                arguments("`importance random` looks at nothing; leave out `net` and `weights`", (ThrowingCallable)
                        () -> PixelsSettings.builder()
                                .importance(ImportanceMethod.RANDOM)
                                .weights(Path.of("w.pth"))
                                .build()),
                arguments(
                        "`net` names the network of `weights`; give both, or none for the usual one", (ThrowingCallable)
                                () -> PixelsSettings.builder().net("lenet").build()),
                arguments(
                        "`net`, `weights`, `epochs`, `mean` and `std` are for features of a network, not for pixels",
                        (ThrowingCallable) () -> FeatureSettings.builder(FeatureKind.PIXELS)
                                .epochs(2)
                                .build()),
                arguments("`epochs` trains a network and `weights` brings one; leave out either", (ThrowingCallable)
                        () -> FeatureSettings.builder(FeatureKind.LOGITS)
                                .epochs(2)
                                .weights(Path.of("w.pth"))
                                .build()),
                arguments(
                        "`infobatch` saves steps, so their number cannot be given; use `epochs` in place of `steps`",
                        (ThrowingCallable) () -> Training.of("photos")
                                .recipe(RecipeSettings.builder().steps(3).build())
                                .pruning(PruningSettings.of(PruningKind.INFOBATCH, 0.4))
                                .check()),
                arguments(
                        "`prune seta` saves steps, so their number cannot be given; use `epochs` in place of `steps`",
                        (ThrowingCallable)
                                () -> PruningSettings.of(PruningKind.SETA, 0.4).check(null)),
                arguments("`prune seta` and `sample-by` both choose the samples; give one", (ThrowingCallable)
                        () -> new PruningSettings(PruningKind.SETA, 0.5, 0.5, 0.4, Path.of("x.npy"))),
                arguments("`spare` must be in [0, 1), got 1.0", (ThrowingCallable)
                        () -> PruningSettings.of(PruningKind.SETA, 1)),
                arguments(
                        "seta cannot spare 0.700 of 20 epochs, of which 16 leave samples out, at most 0.800 of each;"
                                + " train longer or lower `spare`",
                        (ThrowingCallable) () -> Training.of("photos")
                                .pruning(PruningSettings.of(PruningKind.SETA, 0.7))
                                .check()),
                arguments("`selection` is of the source, not of `synthetic`; give one", (ThrowingCallable)
                        () -> Training.of("photos")
                                .synthetic(Path.of("few.npz"))
                                .selections(List.of(Path.of("run")))
                                .check()),
                arguments("`test` and `holdout` both say what to test on; give one", (ThrowingCallable)
                        () -> Training.of("photos")
                                .test("others")
                                .holdout(Budget.parse("10%"))
                                .check()),
                arguments("`stratify` needs labels, and the source has none; give `labels FILE`", (ThrowingCallable)
                        () -> Stratify.resolve(true, false)));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void contradictionsAreRefusedInTheWordsOfParameters(String message, ThrowingCallable settings) {
        assertThatIllegalArgumentException().isThrownBy(settings).withMessage(message);
    }

    @Test
    void aSweepOfASourceMakesTheFeaturesThatTheOthersCanBeTakenFrom() {
        Sweep usual = Sweep.of(List.of(EvaluatedMethod.DQ), 4);
        assertThat(usual.bins()).containsExactly(10);
        assertThat(usual.keeps()).containsExactly(Budget.parse("10%"));
        assertThat(usual.ofSource()).isEqualTo(FeatureKind.GRADIENT);
        assertThat(Sweep.of(List.of(EvaluatedMethod.RANDOM), 4).ofSource()).isEqualTo(FeatureKind.PIXELS);
        assertThat(new Sweep(
                                List.of(FeatureKind.EMBEDDING, FeatureKind.GRADIENT),
                                usual.methods(),
                                usual.bins(),
                                usual.keeps(),
                                1,
                                4)
                        .ofSource())
                .isEqualTo(FeatureKind.GRADIENT);
    }

    private static Sweep sweep(List<FeatureKind> features, int selectors, EvaluatedMethod... methods) {
        return new Sweep(features, List.of(methods), List.of(10), List.of(Budget.parse("10%")), selectors, 0);
    }

    @Test
    void whatASweepCannotBeIsSaid() {
        EvaluatedMethod craig = EvaluatedMethod.parse("craig");
        EvaluatedMethod kCenter = EvaluatedMethod.parse("k-center");
        List<FeatureKind> pixels = List.of(FeatureKind.PIXELS);
        assertThat(sweep(List.of(FeatureKind.EMBEDDING), 1, craig, kCenter).ofSource())
                .isEqualTo(FeatureKind.GRADIENT);
        assertThatThrownBy(() -> sweep(pixels, 1, craig).ofSource())
                .hasMessageStartingWith("`features` pixels cannot be had beside gradient, which some `methods` go by");
        assertThatThrownBy(() -> sweep(List.of(FeatureKind.EMBEDDING, FeatureKind.LOGITS), 1, kCenter)
                        .ofSource())
                .hasMessageStartingWith("`features` logits cannot be had beside embedding; compare them");
        assertThatThrownBy(() -> sweep(pixels, 2, kCenter).ofSource())
                .hasMessageStartingWith("no network has a say in what these `methods` select, got `selectors` 2");
        assertThatThrownBy(() -> sweep(pixels, 0, kCenter)).hasMessage("`selectors` must be at least 1, got 0");
        assertThatThrownBy(() -> sweep(pixels, 2, kCenter).requireFits(3))
                .hasMessageStartingWith("`seeds` must be a multiple of `selectors`");
    }

    @Test
    void everyMethodOfAnEvaluationHasItsNameAndScoreIsNone() {
        assertThat(EvaluatedMethod.names())
                .startsWith("auto", "dq", "exchange", "facility-location")
                .doesNotContain("score")
                .allSatisfy(name -> assertThat(EvaluatedMethod.parse(name)).hasToString(name));
        assertThat(EvaluatedMethod.parse("DQ")).isEqualTo(EvaluatedMethod.DQ);
        assertThatThrownBy(() -> EvaluatedMethod.parse("score"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(" but was 'score'");
    }
}
