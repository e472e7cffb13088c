package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
    private static final Author AUTHOR = new Author("1.2.3", List.of("quantize", "images", "-o", "run"), 7L);
    private static final Manifest.Samples SAMPLES =
            new Manifest.Samples("images", Map.of("labels", "labels.npy"), "abc", 3, List.of("cat", "dog"));
    private static final Map<String, String> TEN_BINS = Map.of("bins", "10", "similarity", "cosine");
    private static final Map<String, String> FIVE_BINS = Map.of("bins", "5", "similarity", "cosine");

    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void name() {
        directory = parent.resolve("run");
    }

    private static Run.Work writing(String name, String text) {
        return staging -> Files.writeString(staging.file(name), text);
    }

    private static Run.Work bins(String... texts) {
        return staging -> {
            Path folder = staging.folder("bins");
            for (int bin = 0; bin < texts.length; bin++) {
                Files.writeString(folder.resolve("bin-" + bin), texts[bin]);
            }
        };
    }

    private List<String> filesInRun() throws IOException {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile)
                    .map(file -> directory.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aStepIsWrittenRecordedAndNotDoneTwice() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.about(SAMPLES, false);
            assertThat(run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "abc")))
                    .isTrue();
            assertThat(run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "other")))
                    .isFalse();
        }

        Manifest manifest = Manifest.read(directory);
        assertThat(manifest.pith()).isEqualTo("1.2.3");
        assertThat(manifest.command()).containsExactly("quantize", "images", "-o", "run");
        assertThat(manifest.seed()).isEqualTo(7);
        assertThat(manifest.source()).isEqualTo(SAMPLES);
        Manifest.Done done = manifest.step(Step.FEATURES).orElseThrow();
        assertThat(done.outputs())
                .containsExactly(new Manifest.Output(
                        "features.npy", 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        assertThat(done.peakMemoryBytes()).isPositive();
        assertThat(filesInRun()).containsExactly(".lock", "features.npy", "manifest.json");
    }

    @Test
    void theNextCommandGoesOnAfterTheLastFinishedStep() {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.about(SAMPLES, false);
            run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "abc"));
        }
        try (Run run = Run.open(directory, AUTHOR)) {
            run.about(SAMPLES, false);
            assertThat(run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "abc")))
                    .isFalse();
            assertThat(run.perform(Step.BINS, TEN_BINS, false, bins("0", "1"))).isTrue();
        }
    }

    @Test
    void aStepWhoseFileChangedIsDoneAgainAndWhatRestsOnItGoes() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "abc"));
            run.perform(Step.BINS, TEN_BINS, false, bins("0", "1"));
            run.perform(Step.SAMPLE, Map.of(), false, writing("selection.npy", "0"));
        }
        Files.writeString(directory.resolve("features.npy"), "abd");
        try (Run run = Run.open(directory, AUTHOR)) {
            assertThat(run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "abc")))
                    .isTrue();
        }
        assertThat(filesInRun()).containsExactly(".lock", "features.npy", "manifest.json");
    }

    @Test
    void aFileThatALaterStepCompletesStillBelongsToTheEarlierOne() {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.perform(Step.BINS, TEN_BINS, false, writing("samples.csv", "id,bin"));
            run.perform(Step.SAMPLE, Map.of("keep", "2"), false, writing("samples.csv", "id,bin,selected"));
            assertThat(run.isDone(Step.BINS, TEN_BINS)).isTrue();
        }
    }

    @Test
    void aChangedFoundationIsRefusedNamingWhatDiffers() {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.perform(Step.BINS, TEN_BINS, false, bins("0", "1"));
            assertThatThrownBy(() -> run.perform(Step.BINS, FIVE_BINS, false, bins("0")))
                    .isInstanceOf(PithException.class)
                    .hasMessage(directory + ": the bins of this run were made otherwise: bins was 10, now 5;"
                            + " give another directory, or `force` to make them anew");
        }
    }

    @Test
    void forceMakesAFoundationAnewAndDropsWhatRestsOnIt() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "abc"));
            run.perform(Step.BINS, TEN_BINS, false, bins("0", "1"));
            run.perform(Step.SAMPLE, Map.of(), false, writing("selection.npy", "0"));
            assertThat(run.perform(Step.BINS, FIVE_BINS, true, bins("2"))).isTrue();
        }
        assertThat(filesInRun()).containsExactly(".lock", "bins/bin-0", "features.npy", "manifest.json");
        assertThat(Manifest.read(directory).step(Step.SAMPLE)).isEmpty();
    }

    @Test
    void aLastStepMayBeDoneAgainWithOtherOptionsAndReplacesOnlyItsOwnFiles() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.perform(Step.BINS, TEN_BINS, false, bins("0", "1"));
            run.perform(Step.SAMPLE, Map.of("keep", "2"), false, staging -> {
                Files.writeString(staging.file("selection.npy"), "01");
                Files.writeString(staging.file("weights.npy"), "ww");
            });
            run.perform(Step.SAMPLE, Map.of("keep", "1"), false, writing("selection.npy", "0"));
        }
        assertThat(filesInRun()).containsExactly(".lock", "bins/bin-0", "bins/bin-1", "manifest.json", "selection.npy");
    }

    @Test
    void aFailedStepLeavesNothingAndKeepsWhatWasThere() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.perform(Step.SAMPLE, Map.of("keep", "2"), false, writing("selection.npy", "01"));
            assertThatThrownBy(() -> run.perform(Step.SAMPLE, Map.of("keep", "1"), false, staging -> {
                        Files.writeString(staging.file("selection.npy"), "0");
                        throw new IOException("No space left on device");
                    }))
                    .isInstanceOf(PithException.class)
                    .hasMessage(directory.resolve("selection.npy") + ": the disk is full (No space left on device);"
                            + " free some space and give the same command again");
        }
        assertThat(directory.resolve("selection.npy")).hasContent("01");
        assertThat(filesInRun()).containsExactly(".lock", "manifest.json", "selection.npy");
        assertThat(Manifest.read(directory).step(Step.SAMPLE).orElseThrow().configuration())
                .containsEntry("keep", "2");
    }

    @Test
    void aWriteThatFailsForAnotherReasonSaysWhich() {
        try (Run run = Run.open(directory, AUTHOR)) {
            assertThatThrownBy(() -> run.perform(Step.SAMPLE, Map.of(), false, staging -> {
                        staging.file("selection.npy");
                        throw new UncheckedIOException(new IOException("Read-only file system"));
                    }))
                    .hasMessage(directory.resolve("selection.npy") + ": cannot be written (Read-only file system);"
                            + " check that its folder exists and may be written to");
        }
    }

    @Test
    void leftoversOfAKilledCommandAreDeleted() throws IOException {
        Files.createDirectories(directory.resolve(".bins.part/deeper"));
        Files.writeString(directory.resolve(".bins.part/deeper/bin-000.npy"), "half");
        Files.writeString(directory.resolve(".features.npy.part"), "half");
        Run.open(directory, AUTHOR).close();
        assertThat(filesInRun()).containsExactly(".lock");
    }

    @Test
    void anAbandonedStepPublishesNothing() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            assertThatThrownBy(() -> run.perform(Step.SAMPLE, Map.of(), false, staging -> {
                        Files.writeString(staging.file("selection.npy"), "0");
                        run.abandon();
                        staging.file("weights.npy");
                    }))
                    .isInstanceOf(PithException.class)
                    .hasMessage(directory + ": interrupted; the same command goes on where it stopped");
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void aSecondCommandOnTheSameRunIsRefused() {
        try (Run first = Run.open(directory, AUTHOR)) {
            assertThat(first.directory()).isEqualTo(directory);
            assertThatThrownBy(() -> Run.open(directory, AUTHOR))
                    .isInstanceOf(PithException.class)
                    .hasMessage(directory + ": another pith command works on this run; wait until it ends,"
                            + " or give another directory");
        }
        Run.open(directory, AUTHOR).close();
    }

    @Test
    void aDirectoryOfSomebodyElseIsNotTaken() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("holiday.jpg"), "x");
        assertThatThrownBy(() -> Run.open(directory, AUTHOR))
                .hasMessage(directory + ": holds holiday.jpg and is not a run; give a new or empty directory with -o");
    }

    @Test
    void aFileIsNotARun() throws IOException {
        Files.writeString(directory, "x");
        assertThatThrownBy(() -> Run.open(directory, AUTHOR))
                .hasMessage(directory + ": is a file; give another directory, a run is a directory");
    }

    @Test
    void aChangedSourceIsRefusedOrStartsTheRunOver() throws IOException {
        Manifest.Samples changed = new Manifest.Samples("images", Map.of(), "def", 4, List.of());
        try (Run run = Run.open(directory, AUTHOR)) {
            run.about(SAMPLES, false);
            run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "abc"));
            assertThatThrownBy(() -> run.about(changed, false))
                    .isInstanceOf(PithException.class)
                    .hasMessage("images: the source has changed since this run began;"
                            + " give another directory, or `force` to start the run over");
            assertThatThrownBy(() -> run.about(new Manifest.Samples("b", Map.of(), "def", 4, List.of()), false))
                    .hasMessage("b: this run began with another source, images;"
                            + " give another directory, or `force` to start the run over");
        }
        try (Run run = Run.open(directory, AUTHOR)) {
            run.about(changed, true);
            assertThat(run.manifest().steps()).isEmpty();
        }
        assertThat(filesInRun()).containsExactly(".lock", "manifest.json");
    }

    @Test
    void aRequiredStepThatIsMissingOrDamagedNamesTheRemedy() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            assertThatThrownBy(() -> run.require(Step.BINS, "pith bins RUN"))
                    .hasMessage(directory + ": step bins is not done yet; do it first with pith bins RUN");
            run.perform(Step.FEATURES, Map.of(), false, writing("features.npy", "abc"));
            assertThat(run.require(Step.FEATURES, "pith features SOURCE").step())
                    .isEqualTo(Step.FEATURES);
        }
        Files.delete(directory.resolve("features.npy"));
        try (Run run = Run.open(directory, AUTHOR)) {
            assertThatThrownBy(() -> run.require(Step.FEATURES, "pith features SOURCE"))
                    .hasMessage(directory.resolve("features.npy") + ": is not as it was written"
                            + " (changed, cut or deleted); make it again with pith features SOURCE");
        }
    }

    @Test
    void aFileOutsideTheRunIsNoOutput() {
        try (Run run = Run.open(directory, AUTHOR)) {
            assertThatThrownBy(() -> run.perform(Step.SAMPLE, Map.of(), false, writing("a/b.npy", "")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("name must be one in the run's directory, got a/b.npy");
        }
    }

    @Test
    void aRunInWhichNothingCameAboutIsGoneWithoutATrace() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.about(SAMPLES, false);
        }
        assertThat(directory).doesNotExist();

        try (Run run = Run.open(directory, AUTHOR)) {
            run.about(SAMPLES, false);
            Files.writeString(run.file("embedding.rows"), "to go on from");
        }
        assertThat(filesInRun()).containsExactly(".lock", "embedding.rows", "manifest.json");
    }

    @Test
    void whatRestsOnASelectionGoesWithIt() throws IOException {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.perform(Step.BINS, TEN_BINS, false, bins("0", "1"));
            run.perform(Step.SAMPLE, Map.of("keep", "2"), false, writing("selection.npy", "01"));
            run.perform(Step.TRAIN, Map.of(), false, writing("model.safetensors", "m"));
            run.perform(Step.EVALUATE, Map.of(), false, writing("evaluation.csv", "e"));
            run.perform(Step.EXPORT, Map.of(), false, staging -> {});
            run.perform(Step.REPORT, Map.of(), false, writing("report.html", "r"));
            run.perform(Step.SAMPLE, Map.of("keep", "1"), false, writing("selection.npy", "0"));
            assertThat(run.manifest().steps())
                    .extracting(Manifest.Done::step)
                    .containsExactly(Step.BINS, Step.SAMPLE, Step.TRAIN);
        }
        assertThat(filesInRun())
                .containsExactly(
                        ".lock", "bins/bin-0", "bins/bin-1", "manifest.json", "model.safetensors", "selection.npy");
    }

    @Test
    void whatWasMadeBeforeAStepWasEverDoneDoesNotRestOnIt() {
        try (Run run = Run.open(directory, AUTHOR)) {
            run.perform(Step.SAMPLE, Map.of(), false, writing("selection.npy", "01"));
            run.perform(Step.EVALUATE, Map.of(), false, writing("evaluation.csv", "e"));
            run.perform(Step.REPORT, Map.of(), false, writing("report.html", "r"));
            run.perform(Step.PIXELS, Map.of(), false, writing("archive", "p"));
            assertThat(run.manifest().steps()).hasSize(4);
            run.perform(Step.PIXELS, Map.of("drop", "0.5"), false, writing("archive", "q"));
            assertThat(run.manifest().steps())
                    .extracting(Manifest.Done::step)
                    .containsExactly(Step.SAMPLE, Step.PIXELS);
        }
    }
}
