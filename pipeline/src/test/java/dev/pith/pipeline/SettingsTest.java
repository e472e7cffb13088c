package dev.pith.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.data.Fingerprint;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.export.ExportForm;
import dev.pith.data.export.IndexOrder;
import dev.pith.data.export.Placement;
import dev.pith.data.patch.PatchCodec;
import dev.pith.pipeline.export.ExportSettings;
import dev.pith.pipeline.feature.CopySettings;
import dev.pith.pipeline.feature.Dedup;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.TextSettings;
import dev.pith.pipeline.finetune.FinetuneRecipe;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.generate.GenerateSettings;
import dev.pith.pipeline.language.AnswerSettings;
import dev.pith.pipeline.language.DifficultySettings;
import dev.pith.pipeline.pixels.PixelsSettings;
import dev.pith.pipeline.pixels.PretrainSettings;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.pipeline.train.RecipeSettings;
import dev.pith.prune.PruningKind;
import dev.pith.run.Manifest;
import dev.pith.sample.Budget;
import dev.pith.selection.Published;
import dev.pith.text.LongTexts;
import dev.pith.text.chat.ChatTemplate;
import dev.pith.text.open.EmbedderName;
import dev.pith.torch.diffusion.ImageMaker;
import dev.pith.torch.evaluate.Conditions;
import dev.pith.torch.evaluate.View;
import dev.pith.torch.importance.ImportanceMethod;
import dev.pith.torch.language.Lora;
import dev.pith.torch.network.AutoencoderSize;
import dev.pith.torch.optimize.Adam;
import dev.pith.torch.optimize.OptimizerKind;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.optimize.ScheduleKind;
import dev.pith.torch.train.Augmentation;
import dev.pith.torch.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a manifest remembers of settings gives the settings back; what it cannot remember, a file's folder and what
 * resolves, is said there. Draws, rankings and condensations have tests of their own.
 */
class SettingsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void recipesComeBack(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        OptimizerKind optimizer = any(random, List.of(OptimizerKind.values()));
        boolean steps = random.nextBoolean();
        RecipeSettings settings = RecipeSettings.builder()
                .epochs(steps ? null : 1 + random.nextInt(50))
                .steps(steps ? 1 + random.nextInt(5000) : null)
                .batch(1 + random.nextInt(300))
                .accumulate(1 + random.nextInt(4))
                .optimizer(optimizer)
                .learningRate(random.nextDouble() + 1e-6)
                .momentum(optimizer.hasMomentum() ? random.nextDouble() : null)
                .nesterov(optimizer == OptimizerKind.SGD && random.nextBoolean())
                .weightDecay(random.nextDouble())
                .spareBiases(random.nextBoolean())
                .schedule(any(random, List.of(ScheduleKind.values())))
                .warmUp(random.nextBoolean() ? Budget.parse("5%") : null)
                .labelSmoothing(random.nextDouble() / 2)
                .augmentations(
                        random.nextBoolean() ? EnumSet.allOf(Augmentation.class) : EnumSet.noneOf(Augmentation.class))
                .bfloat16(random.nextBoolean())
                .channelsLast(random.nextBoolean())
                .build();
        assertThat(RecipeSettings.of(settings.toMap(settings.recipe(1000, 1000, 3))))
                .isEqualTo(settings);
    }

    private static <T> T any(SplittableRandom random, List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @Test
    void usualRecipesComeBackWithTheBatchTheyCameTo() {
        RecipeSettings back =
                RecipeSettings.of(RecipeSettings.DEFAULT.toMap(RecipeSettings.DEFAULT.recipe(50, 1000, 0)));
        assertThat(back.batch()).isEqualTo(16);
        assertThat(back.recipe(50, 1000, 0)).isEqualTo(RecipeSettings.DEFAULT.recipe(50, 1000, 0));
    }

    @Test
    void waysToMakeImagesComeBack() throws IOException {
        assertThat(GenerateSettings.of(GenerateSettings.of(5).toMap())).isEqualTo(GenerateSettings.of(5));
        Path judge = Files.writeString(folder.resolve("judge.safetensors"), "weights");
        GenerateSettings settings = new GenerateSettings(7, ImageMaker.Method.DDPM, 1000, judge, 3);
        assertThat(GenerateSettings.of(settings.toMap())).isEqualTo(settings);
        assertThat(settings.toMap()).containsKey("judge fingerprint");
        assertThatThrownBy(() -> new GenerateSettings(0, ImageMaker.Method.DDIM, 5, null, 3))
                .hasMessage("`images` must be at least 1, got 0");
        assertThatThrownBy(() -> new GenerateSettings(1, ImageMaker.Method.DDIM, 5, judge, 3))
                .hasMessageStartingWith("`judge` compares many images with many");
        assertThatThrownBy(() -> new GenerateSettings(2, ImageMaker.Method.DDIM, 1001, null, 3))
                .hasMessage("`sampling-steps` must be 1 to 1000, got 1001");
    }

    static Stream<PretrainSettings> pretrainings() {
        return Stream.of(
                PretrainSettings.DEFAULT,
                new PretrainSettings(AutoencoderSize.of("mae-small-patch4"), 0.4, true, 7, 3, 0.1, 0.2, 0.3));
    }

    @ParameterizedTest
    @MethodSource("pretrainings")
    void pretrainingsComeBackWithTheirEpochs(PretrainSettings settings) {
        PretrainSettings back = PretrainSettings.of(settings.toMap(1000));
        assertThat(back.toMap(5)).isEqualTo(settings.toMap(1000));
        assertThat(back.size()).isEqualTo(settings.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void finetuningsComeBack(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean steps = random.nextBoolean();
        boolean lora = random.nextBoolean();
        FinetuneSettings settings = FinetuneSettings.builder("llama-shape")
                .vocabulary(257 + random.nextInt(1000))
                .context(random.nextBoolean() ? 2 + random.nextInt(100) : null)
                .template(random.nextBoolean() ? any(random, List.of(ChatTemplate.values())) : null)
                .lora(lora ? Lora.of(3, random.nextBoolean() ? 5.0 : null, List.of("q_proj", "o_proj")) : null)
                .pretrain(!lora && random.nextBoolean() ? "more.jsonl" : null)
                .recipe(any(random, List.of(FinetuneRecipe.values())))
                .epochs(steps ? null : 1 + random.nextInt(50))
                .steps(steps ? 1 + random.nextInt(5000) : null)
                .batch(1 + random.nextInt(300))
                .accumulate(1 + random.nextInt(4))
                .learningRate(random.nextDouble() + 1e-6)
                .schedule(any(random, List.of(ScheduleKind.values())))
                .warmUp(random.nextBoolean() ? Budget.parse("5%") : null)
                .bfloat16(random.nextBoolean())
                .pruning(PruningSettings.of(steps ? PruningKind.NONE : PruningKind.INFOBATCH, 0.4))
                .holdout(random.nextBoolean() ? Budget.parse("10%") : null)
                .seed(random.nextLong())
                .build();
        assertThat(FinetuneSettings.of(settings.toMap())).isEqualTo(settings);
    }

    @Test
    void usualFinetuningsComeBackWithWhatTheyCameTo() {
        for (FinetuneRecipe recipe : FinetuneRecipe.values()) {
            FinetuneSettings settings =
                    FinetuneSettings.builder("llama-shape").recipe(recipe).build();
            FinetuneSettings back = FinetuneSettings.of(settings.toMap());
            assertThat(back.toMap()).isEqualTo(settings.toMap());
            assertThat(back.recipe(100)).isEqualTo(settings.recipe(100));
        }
        assertThat(FinetuneSettings.builder("llama-shape")
                        .recipe(FinetuneRecipe.LIMA_ALPACA)
                        .build()
                        .recipe(1000))
                .isEqualTo(Recipe.builder() // 9 epochs of batches of 64, AdamW with betas 0.9 and 0.95 and decay 0.1
                        .epochs(9)
                        .batch(64)
                        .rule(new Adam(0.9, 0.95, 1e-8, 0.1, true))
                        .schedule(new Schedule.Linear(8e-6, 0))
                        .build());
    }

    @Test
    void pruningsComeBackWithTheNameOfTheFile() throws IOException {
        Path scores = Files.write(folder.resolve("scores.npy"), new byte[] {1});
        for (PruningSettings settings : List.of(
                PruningSettings.DEFAULT,
                new PruningSettings(PruningKind.INFOBATCH, 0.3, 0.6, PruningKind.DEFAULT_SPARE, null),
                PruningSettings.of(PruningKind.INFOBATCH_TIERS, 0.2),
                PruningSettings.of(PruningKind.RANDOM_SUBSETS, 0.7),
                PruningSettings.of(PruningKind.SETA, 0.1),
                new PruningSettings(PruningKind.NONE, 0.5, 0.875, PruningKind.DEFAULT_SPARE, scores))) {
            PruningSettings back = PruningSettings.of(settings.toMap());
            Path name = settings.sampleBy() == null ? null : settings.sampleBy().getFileName();
            assertThat(back)
                    .isEqualTo(new PruningSettings(
                            settings.kind(), settings.ratio(), settings.delta(), settings.spare(), name));
        }
    }

    /** Manifests of before there were other kinds say the same. */
    @Test
    void infoBatchIsRememberedAsItWasBefore() {
        assertThat(PruningSettings.DEFAULT.toMap()).isEqualTo(Map.of("infobatch", "false"));
        assertThat(PruningSettings.of(PruningKind.INFOBATCH, 0.4).toMap())
                .isEqualTo(Map.of("infobatch", "true", "ratio", "0.5", "delta", "0.875"));
    }

    private static TextSettings tested(Dedup dedup, double threshold, @Nullable Integer ngram) {
        return new TextSettings(
                EmbedderName.parse("minilm"), null, false, null, dedup, threshold, Path.of("test.jsonl"), ngram);
    }

    @Test
    void settingsOfATestThatDoNotGoTogetherAreRefused() {
        assertThatThrownBy(() -> tested(Dedup.NONE, 0.8, 0)).hasMessage("`ngram` must be at least 1, got 0");
        assertThatThrownBy(() ->
                        new TextSettings(EmbedderName.parse("minilm"), null, false, null, Dedup.NONE, 1, null, 13))
                .hasMessage("`ngram` is for `exclude-near`; give the test's file with that");
        assertThatThrownBy(() -> new AnswerSettings("llama-shape", null, null, null, 0, Budget.parse("1"), 0))
                .hasMessage("`seeds` must be at least 1, got 0");
        assertThatThrownBy(() -> new DifficultySettings(Path.of("model"), 1, null))
                .hasMessage("`context` must be at least 2, got 1");
    }

    static Stream<FeatureSettings> features() {
        return Stream.of(
                FeatureSettings.ofSource(OnError.SKIP),
                FeatureSettings.pixels(OnError.FAIL),
                FeatureSettings.trained(FeatureKind.GRADIENT, 7, 11),
                FeatureSettings.trained(FeatureKind.EMBEDDING, 1, 0),
                FeatureSettings.pixels(OnError.SKIP).copies(CopySettings.of(Dedup.EXACT)),
                FeatureSettings.trained(FeatureKind.LOGITS, 1, 0).copies(new CopySettings(Dedup.NEAR, 0.9)),
                FeatureSettings.ofTexts(TextSettings.usual(true), OnError.FAIL),
                FeatureSettings.ofTexts(
                        new TextSettings(
                                EmbedderName.parse("openai:small"),
                                "http://localhost:1/v1",
                                false,
                                LongTexts.TAIL,
                                Dedup.SEMANTIC,
                                0.9),
                        OnError.SKIP),
                FeatureSettings.ofTexts(tested(Dedup.NONE, 0.8, null), OnError.FAIL),
                FeatureSettings.ofTexts(tested(Dedup.MINHASH, 0.8, 9), OnError.FAIL));
    }

    @ParameterizedTest
    @MethodSource("features")
    void featuresComeBack(FeatureSettings settings) {
        Map<String, String> map = new HashMap<>();
        if (settings.trains()) {
            map.putAll(settings.trainingToMap());
        }
        map.putAll(settings.toMap());
        if (settings.texts() != null) {
            map.putAll(settings.texts().dedupToMap());
        }
        if (settings.copies() != null) {
            map.putAll(settings.copies().toMap());
        }
        assertThat(FeatureSettings.of(map)).isEqualTo(settings);
    }

    @Test
    void featuresMadeElsewhereComeBackWithTheNameOfTheFolder() throws IOException {
        Path made = Files.createDirectories(folder.resolve("made"));
        Files.writeString(made.resolve("keys.txt"), "a\n");
        Files.writeString(
                made.resolve("source.json"),
                "{\"samples\": 1, \"fingerprint\": \""
                        + new Fingerprint().bytes(new byte[] {'a', '\n'}).hex() + "\"}");
        TextSettings texts =
                new TextSettings(EmbedderName.ELSEWHERE, null, false, null, Dedup.SEMANTIC, 0.9, null, null);
        for (FeatureKind kind : List.of(FeatureKind.GRADIENT, FeatureKind.EMBEDDING, FeatureKind.LOGITS)) {
            FeatureSettings ofTexts = FeatureSettings.madeElsewhere(made, kind, texts, OnError.FAIL);
            Map<String, String> map = new HashMap<>(ofTexts.toMap());
            map.putAll(texts.dedupToMap());
            assertThat(FeatureSettings.of(map))
                    .isEqualTo(FeatureSettings.madeElsewhere(Path.of("made"), kind, texts, OnError.FAIL));

            CopySettings copies = CopySettings.of(Dedup.EXACT);
            FeatureSettings ofImages = FeatureSettings.madeElsewhere(made, kind, null, OnError.SKIP);
            map = new HashMap<>(ofImages.toMap());
            map.putAll(copies.toMap());
            assertThat(FeatureSettings.of(map))
                    .isEqualTo(FeatureSettings.madeElsewhere(Path.of("made"), kind, null, OnError.SKIP)
                            .copies(copies));
            assertThat(ofImages.usesNetwork()).isFalse();
            assertThat(ofImages.trains()).isFalse();
        }
        assertThatThrownBy(() -> FeatureSettings.madeElsewhere(made, FeatureKind.PIXELS, null, OnError.FAIL))
                .hasMessage("`from` brings features gradient, embedding or logits, not pixels");
        assertThatThrownBy(() -> new TextSettings(
                        EmbedderName.ELSEWHERE, null, false, LongTexts.TAIL, Dedup.NONE, 1, null, null))
                .hasMessage("`long-texts` is for an embedder, and the vectors were made elsewhere");
    }

    @Test
    void imagesAndTextsHaveDuplicatesOfTheirOwn() {
        assertThatThrownBy(() -> CopySettings.of(Dedup.MINHASH))
                .hasMessage("`dedup minhash` is for texts; images have exact and near");
        assertThatThrownBy(() -> new CopySettings(Dedup.NEAR, 1.5))
                .hasMessage("`threshold` must be above 0 and at most 1, got 1.5");
        assertThatThrownBy(() -> new CopySettings(Dedup.EXACT, 0.9))
                .hasMessage("of images `threshold` is for `dedup near`, got exact");
        assertThatThrownBy(() -> tested(Dedup.NEAR, 0.8, 9))
                .hasMessage("`dedup near` is for images; texts have exact, minhash and semantic");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void scoresComeBack(boolean unseen) {
        ScoreSettings settings = new ScoreSettings(7, 3, unseen);
        assertThat(ScoreSettings.of(settings.toMap())).isEqualTo(settings);
        assertThat(settings.looks()).isEqualTo(14);
        assertThatThrownBy(() -> new ScoreSettings(0, 1, unseen)).hasMessage("`epochs` must be at least 1, got 0");
        assertThatThrownBy(() -> new ScoreSettings(1, 0, unseen)).hasMessage("`scorers` must be at least 1, got 0");
    }

    @Test
    void pixelsComeBackWithTheNamesOfTheFiles() throws IOException {
        Path mae = Files.write(folder.resolve("mae.safetensors"), new byte[] {1});
        PixelsSettings usual = PixelsSettings.usual(Published.DQ_VISION, 4);
        assertThat(PixelsSettings.of(usual.toMap(mae))).isEqualTo(usual);
        PixelsSettings settings = new PixelsSettings(
                0.25,
                0.7,
                ImportanceMethod.GRADCAM,
                Published.NONE,
                null,
                null,
                Path.of("mae.safetensors"),
                PatchCodec.WEBP,
                33,
                4);
        assertThat(PixelsSettings.of(settings.toMap(mae))).isEqualTo(settings);
    }

    @Test
    void sourcesComeBackAsTheyLie() {
        SourceReference reference = new SourceReference(
                "fashion-mnist-mini",
                SourceOptions.builder()
                        .split(Split.TEST)
                        .dataDir(folder)
                        .textTemplate("{a} {b}")
                        .labelColumn("l")
                        .featureColumn("f")
                        .build(),
                folder.resolve("mae.safetensors"));
        Manifest.Samples samples = new Manifest.Samples(reference.lastingName(), reference.toMap(), "f", 1, List.of());
        assertThat(SourceReference.of(samples)).isEqualTo(reference);
    }

    static Stream<Conditions> conditions() {
        return Stream.of(
                Conditions.DEFAULT,
                Conditions.builder()
                        .networks(List.of("lenet", "convnet-width8"))
                        .firstSeed(-2)
                        .seeds(7)
                        .views(EnumSet.of(View.STEPS, View.EPOCHS))
                        .steps(11)
                        .batch(32)
                        .learningRate(0.2)
                        .epochs(30)
                        .prunings(List.of(PruningKind.INFOBATCH, PruningKind.SETA))
                        .spare(0.3)
                        .build(),
                Conditions.builder().views(EnumSet.of(View.EPOCHS)).epochs(3).build());
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void conditionsComeBack(Conditions conditions) {
        assertThat(Conditions.of(conditions.toMap())).isEqualTo(conditions);
    }

    @Test
    void exportsComeBack() {
        for (ExportForm form : ExportForm.values()) {
            ExportSettings usual = ExportSettings.to(form);
            assertThat(ExportSettings.of(usual.toMap())).isEqualTo(usual);
        }
        for (ExportSettings settings : List.of(
                new ExportSettings(
                        ExportForm.IMAGEFOLDER,
                        Placement.SYMLINK,
                        IndexOrder.SOURCE,
                        "photos",
                        Path.of("selection-mine.npy")),
                new ExportSettings(ExportForm.INDICES, Placement.HARD_LINK, IndexOrder.TIMM, null, null))) {
            assertThat(ExportSettings.of(settings.toMap())).isEqualTo(settings);
        }
    }
}
