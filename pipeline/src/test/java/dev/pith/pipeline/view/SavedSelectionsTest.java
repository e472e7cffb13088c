package dev.pith.pipeline.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.npy.Npy;
import dev.pith.pipeline.selection.SampleList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selections that a person saved are whole files that say what was marked. */
class SavedSelectionsTest {
    @TempDir
    private Path run;

    private final List<String> keys = List.of("1", "2", "0", "a b", "4");

    @Test
    void aListMeansTheSameSamplesThoughKeysLookLikeIds() {
        int[] excluded = {0, 2, 3, 4};
        SavedSelections saved = new SavedSelections(run);
        saved.save("mine", new int[] {1}, excluded, keys, "");
        assertThat(SampleList.read(run.resolve("exclude-mine.txt"), keys).stream()
                        .toArray())
                .isEqualTo(excluded);
    }

    @Test
    void nothingLeftOutIsNoListUnlessThereWasOne() throws Exception {
        SavedSelections saved = new SavedSelections(run);
        saved.save("mine", new int[] {1}, new int[0], keys, "");
        assertThat(run.resolve("exclude-mine.txt")).doesNotExist();
        saved.save("mine", new int[] {1}, new int[] {3}, keys, saved.tag("mine"));
        assertThat(Files.readString(run.resolve("exclude-mine.txt"))).isEqualTo("3\n");
        saved.save("mine", new int[] {2}, new int[0], keys, saved.tag("mine"));
        assertThat(run.resolve("exclude-mine.txt")).isEmptyFile();
        assertThat(saved.list()).hasSize(1);
    }

    @Test
    void whatCannotBeWrittenLeavesWhatWasThere() throws Exception {
        SavedSelections saved = new SavedSelections(run);
        saved.save("mine", new int[] {1}, new int[0], keys, "");
        Files.createDirectories(run.resolve("exclude-mine.txt/in-the-way")); // no list can take that name
        assertThatThrownBy(() -> saved.save("mine", new int[] {2}, new int[] {3}, keys, saved.tag("mine")))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("exclude-mine.txt: cannot be written");
        assertThat(Npy.readLongs(run.resolve("selection-mine.npy"))).containsExactly(1);
    }

    @Test
    void manySavingAtOnceLeaveOneOfThem() {
        IntStream.range(0, 16).parallel().forEach(k -> {
            try {
                new SavedSelections(run).save("mine", new int[] {k, k + 16}, new int[0], keys, "");
            } catch (SavedSelections.Conflict e) {
                // somebody else was first
            }
        });
        long[] ids = Npy.readLongs(run.resolve("selection-mine.npy"));
        assertThat(ids).hasSize(2);
        assertThat(ids[1]).isEqualTo(ids[0] + 16);
    }
}
