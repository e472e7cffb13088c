package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepClockTest {
    private static final Map<String, String> TEN_EPOCHS = Map.of("epochs", "10");
    private static final Author AUTHOR = new Author("1.2.3", List.of("train"), 7L);

    @TempDir
    Path run;

    private Path file;
    private long seconds;

    @BeforeEach
    void name() {
        file = run.resolve(".clock-train");
    }

    private StepClock clock(Map<String, String> configuration) {
        return new StepClock(run, Step.TRAIN, configuration, () -> seconds * 1_000_000_000);
    }

    @Test
    void theTimeOfAllProcessesIsAddedUp() throws IOException {
        StepClock first = clock(TEN_EPOCHS);
        seconds += 100;
        first.beat(); // and killed
        seconds += 1000;
        StepClock second = clock(TEN_EPOCHS);
        seconds += 20;
        second.beat();
        seconds += 1000;
        StepClock third = clock(TEN_EPOCHS);
        seconds += 3;
        assertThat(third.seconds(true)).isEqualTo(123);
        assertThat(third.seconds(false)).isEqualTo(3);
        third.delete();
        assertThat(file).doesNotExist();
        assertThat(clock(TEN_EPOCHS).seconds(true)).isZero();
    }

    @Test
    void aTimeThatCannotBeWrittenLeavesNothing() throws IOException {
        Files.createDirectories(file.resolve("in the way"));
        clock(TEN_EPOCHS).beat();
        assertThat(run).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void theTimeOfAnotherWorkAndADamagedFileDoNotCount() throws IOException {
        StepClock other = clock(TEN_EPOCHS);
        seconds += 100;
        other.beat();
        assertThat(clock(Map.of("epochs", "11")).seconds(true)).isZero();
        Files.writeString(file, "damaged");
        assertThat(clock(TEN_EPOCHS).seconds(true)).isZero();
    }

    @Test
    void aStepThatGoesOnCountsTheTimeBefore() {
        for (boolean goesOn : new boolean[] {true, false}) {
            StepClock killed = clock(TEN_EPOCHS);
            seconds += 5000;
            killed.beat();
            try (Run opened = Run.open(run, AUTHOR)) {
                opened.forget(Step.TRAIN);
                opened.perform(Step.TRAIN, TEN_EPOCHS, false, staging -> {
                    if (goesOn) {
                        staging.goesOn();
                    }
                    Files.writeString(staging.file("model"), "weights");
                });
                double elapsed =
                        opened.manifest().step(Step.TRAIN).orElseThrow().elapsedSeconds();
                assertThat(elapsed >= 5000).isEqualTo(goesOn);
            }
            assertThat(file).doesNotExist();
        }
    }
}
