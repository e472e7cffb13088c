package dev.pith.data.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFolderTest {
    private static final Images SOURCE = Images.of("0", "1", "2");
    private static final Selection SELECTION = new Selection(new int[] {2, 0});

    @TempDir
    Path folder;

    @Test
    void replacesWhatAnExportMade() throws IOException {
        Path out = folder.resolve("deep/er/out");
        write(new ImageFolderExport(Placement.COPY), SELECTION, out);
        assertThat(out.resolve("0.png")).exists();
        write(new CsvExport(), SELECTION, out);
        assertThat(out.resolve("0.png")).doesNotExist();
        assertThat(out.resolve("selection.csv")).exists();
        assertThat(Files.readString(out.resolve(ExportFolder.MARKER)))
                .contains("\"form\" : \"csv\"", "\"source\" : \"images\"", "\"selected\" : 2");
        assertThat(names(folder.resolve("deep/er"))).containsExactly("out");
    }

    @Test
    void refusesWhatItDidNotMake() throws IOException {
        Path foreign = Files.createDirectory(folder.resolve("out"));
        write(new CsvExport(), SELECTION, foreign); // empty: nothing to lose
        Files.delete(foreign.resolve(ExportFolder.MARKER));
        assertThatThrownBy(() -> write(new CsvExport(), SELECTION, foreign))
                .isInstanceOf(PithException.class)
                .hasMessage(foreign + " is there already and no export of Pith; remove it or name another folder");
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> write(new CsvExport(), SELECTION, file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + " is there already and no export of Pith; remove it or name another folder");
        assertThat(file).hasContent("x");
    }

    @Test
    void leavesTheOldExportWhenTheNewOneFails() throws IOException {
        Path out = folder.resolve("out");
        write(new CsvExport(), SELECTION, out);
        assertThatThrownBy(() -> write(new JsonExport(), SELECTION, out))
                .isInstanceOf(PithException.class)
                .hasMessage("images is no JSON file, so its form cannot be kept; export it to jsonl");
        assertThatThrownBy(() -> ExportFolder.write(
                        new ImageFolderExport(Placement.COPY), SOURCE, SELECTION, out, (done, total) -> {
                            throw new IllegalStateException("interrupted at " + done + " of " + total);
                        }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("interrupted at 1 of 2");
        assertThat(out.resolve("selection.csv")).exists();
        assertThat(names(folder)).containsExactly("out");
    }

    @Test
    void reportsEverySample() {
        List<Long> steps = new ArrayList<>();
        ExportFolder.write(
                new WebDatasetExport(1000), SOURCE, SELECTION, folder.resolve("out"), (done, total) -> steps.add(done));
        assertThat(steps).containsExactly(1L, 2L);
    }

    @Test
    void refusesASelectionThatIsNoneOfTheSource() {
        Path out = folder.resolve("out");
        assertThatThrownBy(() -> write(new CsvExport(), new Selection(new int[] {3}), out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ids must be in [0, 3), got 3");
        assertThatThrownBy(() -> write(new CsvExport(), new Selection(new int[] {1, 1}), out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ids must hold each sample once, got 1 twice");
        assertThatThrownBy(() -> new Selection(new int[0]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ids must hold at least one sample, got none");
        assertThatThrownBy(() -> new Selection(new int[2], new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights must be as many as ids, 2, got 1");
    }

    private static void write(Export export, Selection selection, Path out) {
        ExportFolder.write(export, SOURCE, selection, out, Progress.NONE);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> Objects.toString(entry.getFileName())).toList();
        }
    }
}
