package dev.pith.torch.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.prune.PruningKind;
import dev.pith.run.Progress;
import dev.pith.torch.train.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialsTest {
    private static final Threads THREADS = new Threads(2);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("trials.jsonl");
    }

    @AfterAll
    static void close() {
        THREADS.close();
    }

    /** A training whose outcome follows from the seed; fails at one seed. */
    private static final class Fake implements Training<SelectionTrial> {
        private final List<Long> done = new ArrayList<>();
        private long failing = -1;

        @Override
        public Outcome perform(SelectionTrial trial, DoubleConsumer progress) {
            progress.accept(0.5);
            long seed = trial.recipe().seed();
            if (seed == failing) {
                throw new PithException("the loss became NaN");
            }
            progress.accept(1);
            synchronized (done) {
                done.add(seed);
            }
            return new Outcome(1.0 / (2 + seed), 10 * seed, seed, 3);
        }
    }

    private static SelectionTrial trial(long seed) {
        return new SelectionTrial("mlp", new int[] {1, 2}, recipe().seed(seed).build(), PruningKind.NONE, 0, null);
    }

    private static Recipe.Builder recipe() {
        return Recipe.builder().steps(10).batch(2);
    }

    private static List<SelectionTrial> trials(int count) {
        List<SelectionTrial> trials = new ArrayList<>();
        for (int seed = 0; seed < count; seed++) {
            trials.add(trial(seed));
        }
        return trials;
    }

    private void perform(List<SelectionTrial> trials, Training<SelectionTrial> training) {
        try (TrialLog log = TrialLog.open(file, "images")) {
            Trials.perform(trials, log, training, THREADS, Progress.NONE);
        }
    }

    private Outcome logged(SelectionTrial trial) {
        try (TrialLog log = TrialLog.open(file, "images")) {
            return log.find(trial).orElseThrow();
        }
    }

    @Test
    void trainsNothingTwice() {
        Fake fake = new Fake();
        List<SelectionTrial> trials = trials(5);
        trials.addAll(trials(3));
        perform(trials, fake);
        assertThat(fake.done).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
        trials.addAll(trials(6));
        perform(trials, fake);
        assertThat(fake.done).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(logged(trial(5))).isEqualTo(new Outcome(1.0 / 7, 50, 5, 3));
    }

    /** Some are trained side by side, some alone: the last, and what a killed evaluation left. */
    @Test
    void secondsAreOfATrainingAloneWhateverRanBesideIt() {
        perform(trials(1), new Fake());
        perform(trials(4), new Fake());
        assertThat(trials(4).stream().map(trial -> logged(trial).seconds())).containsOnly(3.0);
        assertThat(logged(trial(0)).among(2).seconds()).isEqualTo(1.5);
    }

    @Test
    void whatDiffersInAnythingIsAnotherTraining() {
        Recipe recipe = recipe().build();
        List<SelectionTrial> different = List.of(
                new SelectionTrial("mlp", new int[] {1, 2}, recipe, PruningKind.NONE, 0, null),
                new SelectionTrial("lenet", new int[] {1, 2}, recipe, PruningKind.NONE, 0, null),
                new SelectionTrial("mlp", new int[] {12}, recipe, PruningKind.NONE, 0, null),
                new SelectionTrial("mlp", new int[] {1, 2}, recipe, PruningKind.INFOBATCH, 0, null),
                new SelectionTrial("mlp", new int[] {1, 2}, recipe, PruningKind.SETA, 0.2, null),
                new SelectionTrial("mlp", new int[] {1, 2}, recipe, PruningKind.SETA, 0.3, null),
                new SelectionTrial("mlp", new int[] {1, 2}, recipe, PruningKind.NONE, 0, "patches"),
                new SelectionTrial(
                        "mlp", new int[] {1, 2}, recipe, PruningKind.NONE, 0, null, new float[] {1, 2}, null),
                new SelectionTrial("mlp", new int[] {1, 2}, recipe().steps(11).build(), PruningKind.NONE, 0, null),
                new SelectionTrial("mlp", new int[] {1, 2}, recipe().epochs(10).build(), PruningKind.NONE, 0, null),
                new SelectionTrial(
                        "mlp", new int[] {1, 2}, recipe, PruningKind.NONE, 0, null, null, "soft labels a at 4.0"),
                new SelectionTrial(
                        "mlp", new int[] {1, 2}, recipe, PruningKind.NONE, 0, null, null, "soft labels a at 2.0"),
                trial(1));
        try (TrialLog log = TrialLog.open(file, "images")) {
            assertThat(log.missing(different)).isEqualTo(different);
            log.add(different.get(0), new Outcome(1, 2, 3, 4));
            assertThat(log.missing(different)).isEqualTo(different.subList(1, different.size()));
        }
        try (TrialLog log = TrialLog.open(file, "other images")) {
            assertThat(log.find(different.get(0))).isEmpty();
        }
    }

    @Test
    void aFailureNamesTheTrainingAndKeepsTheOthers() {
        Fake fake = new Fake();
        fake.failing = 3;
        assertThatThrownBy(() -> perform(trials(5), fake))
                .isInstanceOf(PithException.class)
                .hasMessage("mlp on 2 samples, seed 3: the loss became NaN");
        assertThat(fake.done).contains(0L, 1L);
        fake.failing = -1;
        perform(trials(5), fake);
        assertThat(fake.done).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L);
    }

    @Test
    void aFailureEndsWhatRunsBesideIt() {
        Training<SelectionTrial> endless = (trial, progress) -> {
            if (trial.recipe().seed() == 1) {
                throw new PithException("no");
            }
            while (true) {
                progress.accept(0);
                Thread.onSpinWait();
            }
        };
        assertThatThrownBy(() -> perform(trials(2), endless)).hasMessage("mlp on 2 samples, seed 1: no");
    }

    @Test
    void aLogThatWasCutGoesOn() throws IOException {
        perform(trials(4), new Fake());
        byte[] whole = Files.readAllBytes(file);
        String[] lines = Files.readString(file).split("\n");
        int endOfThird = (lines[0] + lines[1] + lines[2]).length() + 2;
        for (int cut = endOfThird - 30; cut <= endOfThird; cut += 10) {
            Files.write(file, Arrays.copyOf(whole, cut));
            Fake again = new Fake();
            perform(trials(4), again);
            assertThat(again.done).hasSize(2);
            assertThat(Files.readAllLines(file)).startsWith(lines[0], lines[1]).containsExactlyInAnyOrder(lines);
        }
    }

    @Test
    void aLineThatIsNoRecordIsNamed() throws IOException {
        perform(trials(2), new Fake());
        Files.writeString(file, "{\"trial\": 3}\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> TrialLog.open(file, "images"))
                .isInstanceOf(PithException.class)
                .hasMessage(
                        file + ":3: is not the record of a training; delete the line, and its training is done again");
    }

    @Test
    void aFullDiskIsNamedByItsFile() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Files.createSymbolicLink(file, full);
        try (TrialLog log = TrialLog.open(file, "images")) {
            assertThatThrownBy(() -> log.add(trial(0), new Outcome(1, 2, 3, 4)))
                    .isInstanceOf(PithException.class)
                    .hasMessage(file + ": the disk is full (No space left on device); free some space and give the same"
                            + " command again");
            assertThat(log.find(trial(0))).isEmpty();
        }
        Files.delete(file);
    }

    @Test
    void progressNeverFallsAndEndsAtAll() {
        List<Long> heard = new ArrayList<>();
        try (TrialLog log = TrialLog.open(file, "images")) {
            Trials.perform(trials(4), log, new Fake(), THREADS, (done, total) -> {
                assertThat(total).isEqualTo(80);
                heard.add(done);
            });
        }
        assertThat(heard).isSorted().endsWith(80L);
    }
}
