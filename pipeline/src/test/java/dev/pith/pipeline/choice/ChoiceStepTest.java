package dev.pith.pipeline.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.Photos;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.feature.ScoreSettings;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.selection.Constraints;
import dev.pith.pipeline.selection.SelectSettings;
import dev.pith.pipeline.selection.TextAmount;
import dev.pith.pipeline.selection.TextBudget;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.rule.Cut;
import dev.pith.run.Author;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import dev.pith.torch.evaluate.Choice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Choosing on pictures of two kinds, dark on top and dark below, in noise. */
class ChoiceStepTest {
    private static final int PER_CLASS = 30;

    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void write() throws IOException {
        photos = Photos.write(folder, PER_CLASS);
    }

    private static ChoiceSettings settings(String budget) {
        return new ChoiceSettings(
                Budget.parse(budget),
                List.of(
                        RankingMethod.FACILITY_LOCATION,
                        RankingMethod.DUAL_BETA,
                        RankingMethod.HERDING,
                        RankingMethod.CCS),
                List.of("mlp", "convnet-width32-depth1"),
                2,
                5,
                3);
    }

    private Choice choose(Path run, ChoiceSettings settings) {
        return choose(run, settings, 2, FeatureKind.EMBEDDING, 2);
    }

    private Choice choose(Path run, ChoiceSettings settings, int epochs, FeatureKind features, int threads) {
        WorkSettings work = new WorkSettings(WorkSettings.DEFAULT.memory(), threads, false);
        try (Session session = Session.open(run, new Author("0", List.of(), null), work, Messages.NONE);
                Source source = session.open(SourceReference.of(photos.toString()))) {
            FeatureSettings network = FeatureSettings.builder(features).build();
            new ScoresStep(session, source, network, ScoreSettings.DEFAULT.epochs(epochs)).perform();
            return new ChoiceStep(session, source, settings).perform();
        }
    }

    @Test
    void everyMethodIsTriedOnEachNetworkAndSeed() throws IOException {
        Path run = folder.resolve("run");
        Choice choice = choose(run, settings("20%"));
        assertThat(choice.tried().stream().map(Choice.Tried::name))
                .containsExactly("facility-location", "dual-beta", "herding", "ccs");
        assertThat(choice.tried())
                .allSatisfy(tried -> assertThat(tried.byNetwork()).hasSize(2));
        // random and four methods on two networks by one seed, random and the best three by another, none on everything
        assertThat(Files.readAllLines(run.resolve(RunFiles.CHOICE_TRIALS))).hasSize(18);
        List<Choice.Tried> screened = choice.tried().stream()
                .filter(tried -> Double.isNaN(tried.standardError()))
                .toList();
        assertThat(screened).hasSize(1);
        assertThat(choice.chosen())
                .isIn("random", "facility-location", "dual-beta", "herding", "ccs")
                .isNotEqualTo(screened.get(0).name());
        assertThat(choose(run, settings("20%"))).isEqualTo(choice);
    }

    @Test
    void anInterruptedChoiceGoesOnToTheSame() throws IOException {
        Path run = folder.resolve("run");
        Choice undisturbed = choose(run, settings("20%"));
        Path other = folder.resolve("other");
        Files.createDirectories(other);
        List<String> lines = Files.readAllLines(run.resolve(RunFiles.CHOICE_TRIALS));
        String some =
                String.join("\n", lines.subList(0, 5)) + "\n" + lines.get(5).substring(0, 20);
        choose(other, settings("10%")); // makes the run
        Files.writeString(other.resolve(RunFiles.CHOICE_TRIALS), some, StandardCharsets.UTF_8);
        assertThat(choose(other, settings("20%"))).isEqualTo(undisturbed);
        List<String> whole = Files.readAllLines(other.resolve(RunFiles.CHOICE_TRIALS));
        assertThat(whole).hasSize(18).startsWith(lines.subList(0, 5).toArray(String[]::new));
    }

    @Test
    void whereTheNetworkNamesNearlyAllRightlyHalfAsManyAreCut() {
        Path run = folder.resolve("run");
        choose(run, settings("20%"), 40, FeatureKind.EMBEDDING, 2);
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.reopenSource()) {
            ChoiceStep step = new ChoiceStep(session, source, settings("20%"));
            assertThat(session.run().manifest().step(Step.CHOICE).orElseThrow().facts())
                    .containsEntry("named rightly", "100.0 % of what is held out");
            assertThat(step.ranking(new Choice(List.of(), "ccs")).cut().beta()).isCloseTo(0.075, within(1e-12));
            assertThat(step.ranking(new Choice(List.of(), "herding")).cut()).isEqualTo(Cut.NONE);
        }
    }

    @Test
    void methodsAreTriedOnFeaturesOfTheKindOfTheRun() throws IOException {
        choose(folder.resolve("run"), settings("20%"), 2, FeatureKind.LOGITS, 2);
        choose(folder.resolve("other"), settings("20%"));
        assertThat(trials("run")).isNotEmpty().isNotEqualTo(trials("other"));
    }

    /** Of two classes the gradients of one have the cosines of the embeddings, so the picks tell nothing apart. */
    @Test
    void gradientsOfTheLastLayerWillDo() {
        assertThat(choose(folder.resolve("run"), settings("20%"), 2, FeatureKind.GRADIENT, 2)
                        .tried())
                .hasSize(4);
    }

    @Test
    void howManyThreadsThereAreDoesNotMatter() throws IOException {
        Choice one = choose(folder.resolve("run"), settings("20%"), 2, FeatureKind.EMBEDDING, 1);
        assertThat(choose(folder.resolve("other"), settings("20%"), 2, FeatureKind.EMBEDDING, 3))
                .isEqualTo(one);
        assertThat(trials("run")).isEqualTo(trials("other"));
    }

    /** Returns what the trainings of a run are known by, and what came of them. */
    private Set<String> trials(String run) throws IOException {
        return Files.readAllLines(folder.resolve(run).resolve(RunFiles.CHOICE_TRIALS)).stream()
                .map(line -> line.replaceAll(",\"seconds\":[^}]*", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void aSelectionIsRankedByWhatIsChosen() {
        Path run = folder.resolve("run");
        Choice choice = choose(run, settings("20%"));
        List<String> notes = new ArrayList<>();
        Messages heard = new Messages() {
            @Override
            public void note(String line) {
                notes.add(line);
            }
        };
        try (Session session = Session.open(run, heard)) {
            SelectSettings twelve =
                    SelectSettings.of(RankingSettings.of(RankingMethod.RANDOM, 3), Budget.parse("20%"), true);
            assertThat(new AutoSelection(session, twelve, settings("20%"))
                            .perform()
                            .ids())
                    .hasSize(12);
            assertThat(session.run().manifest().step(Step.SELECT).orElseThrow().configuration())
                    .containsEntry("method", choice.chosen());
        }
        assertThat(notes).hasSize(5).anySatisfy(line -> assertThat(line).contains("by one seed: behind the best"));
        assertThat(notes.get(4)).matches(".* (is|are) taken");
    }

    @Test
    void whatCannotBeHeldOutIsSaid() {
        assertThatThrownBy(() -> choose(folder.resolve("run"), settings("90%")))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("to choose how to select 54 of 60 samples, 9 are held out")
                .hasMessageContaining("name a `method`, or keep fewer");
    }

    @Test
    void whatIsTriedFollowsFromHowManyAClassKeeps() {
        ChoiceSettings usual = ChoiceSettings.usual(Budget.parse("5%"), 0);
        assertThat(usual.methods(300, 6000))
                .contains(RankingMethod.WEIGHTED_FACILITY_LOCATION, RankingMethod.DUAL_BETA, RankingMethod.STRATIFIED)
                .doesNotContain(RankingMethod.EASY_FIRST);
        assertThat(usual.methods(10, 6000)).contains(RankingMethod.EASY_FIRST, RankingMethod.HERDING);
        assertThat(usual.methods(3600, 6000))
                .contains(RankingMethod.DUAL)
                .doesNotContain(RankingMethod.FACILITY_LOCATION);
    }

    @Test
    void methodsThatNeedMoreThanScoresAreRefused() {
        for (RankingMethod method : List.of(RankingMethod.CRAIG, RankingMethod.SCORE, RankingMethod.RANDOM)) {
            assertThatThrownBy(() -> new ChoiceSettings(Budget.parse("5%"), List.of(method), List.of(), 3, 300, 0))
                    .hasMessage("a choice is between methods that go by features and scores, got " + method);
        }
        assertThatThrownBy(() -> new ChoiceSettings(Budget.parse("5%"), List.of(), List.of(), 1, 300, 0))
                .hasMessageStartingWith("`seeds` must be at least 2, got 1");
    }

    @Test
    void aRunWithoutScoresSaysSo() {
        try (Session session = Session.open(folder.resolve("run"), Messages.NONE);
                Source source = session.open(SourceReference.of(photos.toString()))) {
            assertThatThrownBy(() -> new ChoiceStep(session, source, settings("20%")).perform())
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("has no scores of its samples");
        }
    }

    @Test
    void whatIsNotTriedIsRefused() {
        RankingSettings plain = RankingSettings.of(RankingMethod.RANDOM, 3);
        Budget tenth = Budget.parse("10%");
        ChoiceSettings.requireTried(SelectSettings.of(plain, tenth, true));
        RankingSettings cover = RankingSettings.of(RankingMethod.FACILITY_LOCATION, 3);
        for (SelectSettings other : List.of(
                SelectSettings.of(plain, tenth, false),
                SelectSettings.of(plain.toBuilder().cut(new Cut(0.2)).build(), tenth, true),
                SelectSettings.builder(plain, tenth).score("aum").build(),
                SelectSettings.builder(plain, tenth).given(folder).build(),
                SelectSettings.builder(plain, tenth)
                        .balance(SelectSettings.UNIFORM)
                        .build(),
                SelectSettings.builder(plain, tenth).group(folder).build(),
                SelectSettings.builder(plain, tenth).groupColumn("camera").build(),
                SelectSettings.builder(plain, tenth).exclude(folder).build(),
                SelectSettings.builder(cover, tenth)
                        .constraints(new Constraints(null, null, "5", null))
                        .build(),
                SelectSettings.builder(cover, tenth).query(folder).build())) {
            assertThatThrownBy(() -> ChoiceSettings.requireTried(other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("`method auto` tries methods as they are");
        }
        SelectSettings several = SelectSettings.builder(
                        cover.toBuilder().neighbors(5).build(), Budget.parse("100%"))
                .stratify(false)
                .given(folder)
                .constraints(new Constraints("price", 5.0, null, null))
                .build();
        assertThatThrownBy(() -> ChoiceSettings.requireTried(several))
                .hasMessage("`method auto` tries methods as they are, class by class: leave out what says how to rank,"
                        + " `no-stratify`, `given`, `cost`, `budget-cost`, or name a method");
        SelectSettings text = SelectSettings.builder(plain, Budget.parse("100%"))
                .text(TextBudget.bytes(TextAmount.parse("3k")))
                .build();
        assertThatThrownBy(() -> ChoiceSettings.requireTried(text))
                .hasMessageEndingWith(": leave out `keep-bytes`, or name a method");
    }

    @Test
    void settingsComeBack() {
        for (ChoiceSettings settings : Arrays.asList(settings("20%"), ChoiceSettings.usual(Budget.parse("500"), -4))) {
            assertThat(ChoiceSettings.of(settings.toMap())).isEqualTo(settings);
        }
    }
}
