package dev.pith.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.Ranking;
import dev.pith.data.Fingerprint;
import dev.pith.data.ImageSource;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.data.image.Png;
import dev.pith.data.open.Sources;
import dev.pith.npy.Npy;
import dev.pith.pipeline.Condensing;
import dev.pith.pipeline.Quantized;
import dev.pith.pipeline.Viewing;
import dev.pith.pipeline.check.Checked;
import dev.pith.pipeline.check.IssueKind;
import dev.pith.pipeline.condense.SearchedArchitectures;
import dev.pith.pipeline.condense.TrainedExperts;
import dev.pith.pipeline.evaluate.Evaluated;
import dev.pith.pipeline.export.Exported;
import dev.pith.pipeline.feature.Featurized;
import dev.pith.pipeline.finetune.Finetuned;
import dev.pith.pipeline.generate.Generated;
import dev.pith.pipeline.language.Answered;
import dev.pith.pipeline.pixels.Archived;
import dev.pith.pipeline.pixels.Pretrained;
import dev.pith.pipeline.pixels.Probed;
import dev.pith.pipeline.selection.Drawn;
import dev.pith.pipeline.train.Trained;
import dev.pith.prune.EpochPlan;
import dev.pith.quantize.Binning;
import dev.pith.score.Score;
import dev.pith.score.ScoreTable;
import dev.pith.text.chat.BytePairs;
import dev.pith.text.chat.ChatTokenizer;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.language.LanguageModel;
import dev.pith.torch.language.LanguageModels;
import dev.pith.torch.language.LanguageShape;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every example of docs/java.md runs, on small pictures of three kinds of clothes and on a few texts, and says what it
 * made.
 */
class EveryCommandTest {
    private static final int CLASSES = 3;
    private static final int PER_CLASS = 30;
    private static final int IMAGES = CLASSES * PER_CLASS;

    @TempDir
    private static Path pictures;

    private static String photos;
    private static String test;
    private static Path quantized;

    @TempDir
    private Path folder;

    @BeforeAll
    static void writePictures() throws IOException {
        photos = write(Split.TRAIN, PER_CLASS).toString();
        test = write(Split.TEST, 10).toString();
        quantized = pictures.resolve("quantized");
        Quantized result = EveryCommand.quantize(photos, quantized);
        assertThat(result.binning().bins()).hasSize(10);
        assertThat(result.selection()).hasSize(9).isEqualTo(ids(quantized.resolve("selection.npy")));
    }

    @Test
    void scores() {
        ScoreTable scores = EveryCommand.scores(photos, folder.resolve("run"));
        assertThat(scores.size()).isEqualTo(IMAGES);
        assertThat(Arrays.stream(scores.of(Score.EL2N))).allMatch(value -> value > 0 && value < Math.sqrt(2));
    }

    @Test
    void featuresMadeElsewhere() throws IOException {
        Path made = Files.createDirectories(folder.resolve("made"));
        Npy.write(made.resolve("embeddings.npy"), new float[IMAGES * 2], IMAGES, 2);
        StringBuilder keys = new StringBuilder();
        try (Source source = Sources.open(photos, SourceOptions.DEFAULT)) {
            for (int id = 0; id < IMAGES; id++) {
                keys.append(source.key(id)).append('\n');
            }
        }
        Path list = Files.writeString(made.resolve("keys.txt"), keys);
        String sha256 = new Fingerprint().bytes(Files.readAllBytes(list)).hex();
        Files.writeString(
                made.resolve("source.json"),
                "{\"samples\": " + IMAGES + ", \"model\": \"mine\", \"fingerprint\": \"" + sha256 + "\"}");
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> EveryCommand.featuresMadeElsewhere(photos, made, run))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("90 samples cannot be used: id 0 (kind-0/000.png) features are all zero");
        float[] ones = new float[IMAGES * 2];
        Arrays.fill(ones, 1);
        Npy.write(made.resolve("embeddings.npy"), ones, IMAGES, 2);
        Featurized features = EveryCommand.featuresMadeElsewhere(photos, made, run);
        assertThat(features.dimension()).isEqualTo(2);
        assertThat(features.network()).hasValue("mine");
    }

    @Test
    void check() {
        Path run = folder.resolve("run");
        Checked checked = EveryCommand.check(photos, run);
        assertThat(checked.counts()).doesNotContainKeys(IssueKind.COPY, IssueKind.UNREADABLE);
        assertThat(run.resolve("issues.csv")).isNotEmptyFile();
    }

    @Test
    void selectByChoice() {
        Path run = folder.resolve("run");
        Ranking ranking = EveryCommand.selectByChoice(photos, run);
        assertThat(ranking.ids()).hasSize(18).isEqualTo(ids(run.resolve("selection.npy")));
        assertThat(run.resolve("choice.csv")).isNotEmptyFile();
    }

    /** Returns the run that was quantized, for one test to go on with. */
    private Path quantized() throws IOException {
        Path run = folder.resolve("run");
        try (Stream<Path> files = Files.walk(quantized)) {
            for (Path file : files.toList()) {
                Files.copy(file, run.resolve(quantized.relativize(file).toString()));
            }
        }
        return run;
    }

    private static Path write(Split split, int each) throws IOException {
        Path root = pictures.resolve(split.toString());
        int[] written = new int[CLASSES];
        try (ImageSource source = (ImageSource) Sources.open(
                "fashion-mnist-mini", SourceOptions.builder().split(split).build())) {
            long[] labels = source.labels().orElseThrow().values();
            for (int id = 0; id < labels.length; id++) {
                int label = (int) labels[id];
                if (label < CLASSES && written[label] < each) {
                    Image image = source.image(id);
                    Path place = Files.createDirectories(root.resolve("kind-" + label));
                    Files.write(place.resolve("%03d.png".formatted(written[label]++)), Png.encode(image));
                }
            }
        }
        assertThat(written).containsOnly(each);
        return root;
    }

    @Test
    void sampleExportAndReport() throws IOException {
        Path run = quantized();
        int[] before = ids(run.resolve("selection.npy"));
        Drawn drawn = EveryCommand.sample(run);
        assertThat(drawn.candidates()).isEqualTo(IMAGES);
        assertThat(drawn.selection()).hasSize(27).startsWith(before);
        assertThat(EveryCommand.sample(run).selection()).as("done before").isEqualTo(drawn.selection());

        Exported exported = EveryCommand.export(run, folder.resolve("selected"));
        assertThat(exported.samples()).isEqualTo(27);
        try (Stream<Path> files = Files.walk(exported.folder())) {
            assertThat(files.filter(file -> file.toString().endsWith(".png"))).hasSize(27);
        }
        assertThat(EveryCommand.report(run).page()).isNotEmptyFile();
        assertThat(EveryCommand.report(run).notes()).isEmpty();
        try (Viewing viewing = EveryCommand.view(run);
                InputStream page = viewing.address().toURL().openStream()) {
            assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8)).contains("Pith view");
        }
    }

    private static int[] ids(Path file) {
        return LongStream.of(Npy.readLongs(file)).mapToInt(Math::toIntExact).toArray();
    }

    @Test
    void featuresBinsSelectAndWhatSelectionsAreWorth() {
        Path run = folder.resolve("run");
        Featurized features = EveryCommand.features(photos, run);
        assertThat(features.n()).isEqualTo(IMAGES);
        assertThat(features.dimension()).isEqualTo(32 * 4 * 4);
        assertThat(features.skipped()).isZero();
        assertThat(features.duplicates()).isZero();
        assertThat(features.network())
                .hasValueSatisfying(name -> assertThat(name).startsWith("convnet-width32"));

        Binning binning = EveryCommand.bins(run);
        assertThat(binning.bins()).hasSize(10).allSatisfy(bin -> assertThat(bin.ids())
                .hasSize(9));
        Ranking ranking = EveryCommand.select(run);
        assertThat(ranking.ids()).hasSize(20).isEqualTo(ids(run.resolve("ranking.npy")));
        assertThat(ranking.gains()).isEqualTo(Npy.readDoubles(run.resolve("gains.npy")));

        Evaluated methods = EveryCommand.evaluateMethods(run, test);
        assertThat(methods.tested()).isEqualTo(30);
        assertThat(methods.rows())
                .extracting(Row::selection)
                .contains("dq-10 embedding", "herding embedding", "random", "all");
    }

    @Test
    void trainAndEvaluateSelections() throws IOException {
        Path first = quantized();
        Path second = folder.resolve("second");
        EveryCommand.features(photos, second);
        EveryCommand.select(second);

        Trained trained = EveryCommand.train(photos, first, test, folder.resolve("trained"));
        assertThat(trained.model()).isNotEmptyFile();
        assertThat(trained.samples()).isEqualTo(9);
        assertThat(trained.steps()).isEqualTo(20);
        assertThat(trained.test()).hasValueSatisfying(result -> {
            assertThat(result.samples()).isEqualTo(30);
            assertThat(result.ofClass()).containsOnlyKeys("kind-0", "kind-1", "kind-2");
            assertThat(result.accuracy())
                    .isBetween(0.0, 1.0)
                    .isEqualTo(
                            result.ofClass().values().stream()
                                    .mapToDouble(Double::doubleValue)
                                    .average()
                                    .orElseThrow(),
                            within(1e-4));
        });

        Evaluated evaluated = EveryCommand.evaluate(first, second, test);
        assertThat(evaluated.rows())
                .filteredOn(row -> !Double.isNaN(row.overRandom()))
                .extracting(Row::samples)
                .containsExactly(9, 20);
        assertThat(first.resolve("evaluation.csv")).isNotEmptyFile();
    }

    @Test
    void pretrainAndPixels() throws IOException {
        Path run = quantized();
        Pretrained pretrained = EveryCommand.pretrain(photos, folder.resolve("mae"));
        assertThat(pretrained.network()).isEqualTo("mae-tiny-patch4");
        assertThat(pretrained.samples()).isEqualTo(IMAGES - IMAGES / 20);
        assertThat(pretrained.loss()).isPositive();
        assertThat(pretrained.rebuilt().keySet()).containsExactlyElementsOf(Pretrained.DROPS);
        assertThat(psnr(pretrained, 0.25)).isGreaterThan(psnr(pretrained, 0.75));

        Probed probed = EveryCommand.probe(folder.resolve("mae"), test);
        assertThat(probed.trained()).isEqualTo(IMAGES);
        assertThat(probed.tested()).isEqualTo(30);
        assertThat(probed.accuracy()).isGreaterThan(1.0 / CLASSES); // of features that have hardly learned

        Archived archived = EveryCommand.pixels(run, pretrained.model());
        assertThat(archived.images()).isEqualTo(9);
        assertThat(archived.patchesKept()).isBetween(0.45, 0.55);
        assertThat(archived.kept()).isLessThan(archived.patchesKept());
        assertThat(archived.archive()).isNotEmptyFile();
        assertThat(archived.autoencoder()).isEqualTo(pretrained.model());
        assertThat(archived.rebuilt().ssim()).isBetween(0.0, 1.0);
    }

    @Test
    void makeImages() throws IOException {
        Path run = folder.resolve("made");
        Trained trained = EveryCommand.trainToMakeImages(photos, run);
        assertThat(trained.network()).isEqualTo("unet2d-width8");
        assertThat(trained.model().resolve("unet/config.json")).isNotEmptyFile();
        Path judge = EveryCommand.train(photos, quantized(), test, folder.resolve("judge"))
                .model();
        Generated made = EveryCommand.sampleImages(run, judge);
        assertThat(SyntheticSet.read(made.images(), CLASSES).size()).isEqualTo(6);
        assertThat(made.picture()).isNotEmptyFile();
        assertThat(made.frechet().orElseThrow()).isPositive();
        assertThat(made.accuracy().orElseThrow()).isBetween(0.0, 1.0);
    }

    @Test
    void condense() {
        Condensing.Condensed condensed = EveryCommand.condense(photos, test, folder.resolve("run"));
        assertThat(condensed.images().images()).isEqualTo(CLASSES);
        assertThat(SyntheticSet.read(condensed.images().file(), CLASSES).size()).isEqualTo(CLASSES);
        assertThat(condensed.images().distance()).isPositive();
        assertThat(condensed.evaluation().tested()).isEqualTo(30);
        assertThat(condensed.evaluation().scores()).singleElement().satisfies(score -> {
            Row own = row(condensed, "condensed by dm");
            assertThat(score.network()).isEqualTo(own.network());
            assertThat(score.overRandom()).isEqualTo(own.overRandom());
            assertThat(score.recovery()).isCloseTo(row(condensed, "all").accuracy() - own.accuracy(), within(1e-12));
        });
    }

    @Test
    void experts() {
        TrainedExperts experts = EveryCommand.experts(photos, folder.resolve("run"));
        assertThat(experts.settings().count()).isEqualTo(2);
        assertThat(experts.bytes()).isEqualTo(2 * 4 * 4 * experts.weights());
        assertThat(experts.folder().resolve("expert-001.safetensors")).isNotEmptyFile();
    }

    @Test
    void search() {
        Path few = folder.resolve("few");
        EveryCommand.condense(photos, test, few);
        SearchedArchitectures found = EveryCommand.search(photos, few, test, folder.resolve("run"));
        assertThat(found.networks()).hasSize(2);
        assertThat(found.proxies())
                .extracting(SearchedArchitectures.Searched::name)
                .containsExactly("dm, " + few, "random, 1 a class", "herding, 1 a class");
        assertThat(found.all()).allMatch(accuracy -> accuracy >= 0 && accuracy <= 1);
    }

    private static Row row(Condensing.Condensed condensed, String selection) {
        return condensed.evaluation().rows().stream()
                .filter(row -> row.selection().equals(selection))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void embedAndBinTexts() throws IOException {
        List<String> lines = Stream.of(
                        "dogs", "cats", "rain", "snow", "bread", "tea", "chess", "jazz", "ships", "moons")
                .map(word -> "{\"text\": \"A few words about " + word + " and why people like them.\"}")
                .toList();
        Path texts = Files.write(folder.resolve("texts.jsonl"), lines);
        Path run = folder.resolve("run");
        Featurized vectors = EveryCommand.embed(texts.toString(), run);
        assertThat(vectors).isEqualTo(new Featurized(10, 384, 0, 0, vectors.network()));
        assertThat(vectors.network()).isEmpty();
        assertThat(EveryCommand.bins(run).bins()).hasSize(10).allSatisfy(bin -> assertThat(bin.ids())
                .hasSize(1));
        assertThat(EveryCommand.sample(run).selection()).hasSize(3);

        Map<String, String> tuned = EveryCommand.finetune(texts.toString(), run, folder.resolve("tuned"))
                .facts();
        assertThat(Integer.parseInt(tuned.get(Finetuned.RECORDS))).isBetween(1, 3);
        assertThat(Double.parseDouble(tuned.get(Finetuned.AFTER))).isPositive();
        assertThat(folder.resolve("tuned/model/model.safetensors")).isNotEmptyFile();
    }

    @Test
    void scoreAndEvaluateRecords() throws IOException {
        List<String> lines = IntStream.range(0, 30)
                .mapToObj(i -> "{\"instruction\": \"Say it %d times\", \"output\": \"%s\"}"
                        .formatted(i % 7, "it ".repeat(1 + i % 7)))
                .toList();
        Path texts = Files.write(folder.resolve("texts.jsonl"), lines);
        Path model = Files.createDirectories(folder.resolve("model"));
        Path tokenizer = model.resolve("tokenizer.json");
        BytePairs.train(lines, 300, tokenizer);
        try (LanguageModel random = LanguageShape.LLAMA_SHAPE.create(ChatTokenizer.vocabulary(tokenizer), 0, 1)) {
            LanguageModels.save(random, model);
        }
        Path run = folder.resolve("run");
        assertThat(EveryCommand.difficulty(texts.toString(), model, run).scored())
                .isEqualTo(30);
        EveryCommand.embed(texts.toString(), run);
        Path task = Files.writeString(
                folder.resolve("task.jsonl"),
                "{\"question\": \"Say it\", \"choices\": [\"it\", \"no\"], \"answer\": 0}");
        Answered answered = EveryCommand.answer(model, task.toString(), folder.resolve("answers"));
        assertThat(answered.questions()).isOne();
        assertThat(answered.accuracy()).isIn(0.0, 1.0);

        Evaluated evaluated = EveryCommand.evaluateRecords(run, model.toString());
        assertThat(evaluated.tested()).isEqualTo(3);
        assertThat(evaluated.rows().stream().map(Row::selection))
                .containsExactly("random", "longest", "all", "random like longest", "longest", "all");
    }

    @Test
    void planOfTheFirstEpoch() {
        EpochPlan plan = EveryCommand.plan(folder);
        assertThat(plan.size()).isEqualTo(1000);
        assertThat(folder.resolve("plan-000.npz")).isNotEmptyFile();
    }

    @Test
    void whatCannotBeIsRefusedAndLeavesNothing() {
        Path run = folder.resolve("run");
        assertThatThrownBy(() -> EveryCommand.bins(run))
                .isInstanceOf(PithException.class)
                .hasMessage(run + ": nothing was done in this run yet; begin it with pith features SOURCE -o " + run);
        assertThatThrownBy(() -> EveryCommand.embed(photos, run))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(photos + " holds no texts; pith features makes features of images");
        assertThatThrownBy(() -> EveryCommand.evaluate(quantized, quantized, photos))
                .isInstanceOf(PithException.class)
                .hasMessage(photos + ": is what the networks are trained on; give other images with `test`");
        assertThat(run).doesNotExist();
    }

    private static double psnr(Pretrained pretrained, double drop) {
        return Objects.requireNonNull(pretrained.rebuilt().get(drop)).psnr();
    }
}
