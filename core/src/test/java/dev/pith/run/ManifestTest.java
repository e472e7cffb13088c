package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
    @TempDir
    Path run;

    private Path file() {
        return run.resolve("manifest.json");
    }

    @Test
    void whatIsWrittenIsRead() {
        Manifest manifest = new Manifest(
                Manifest.SCHEMA,
                "0.1.0",
                List.of("quantize", "images"),
                3L,
                new Manifest.Samples("images", Map.of("labels", "l.npy"), "abc", 2, List.of("cat")),
                List.of(new Manifest.Done(
                        Step.BINS,
                        Map.of("bins", "10"),
                        "2026-01-02T03:04:05Z",
                        1.5,
                        Map.of("scores", 0.5),
                        1024,
                        PeakMemory.RESIDENT,
                        Map.of("pool", "promote"),
                        List.of(new Manifest.Output("bins/bin-000.npy", 5, "00")))));
        ManifestFile.write(run.resolve(Manifest.FILE), manifest);
        assertThat(Manifest.read(run)).isEqualTo(manifest);
    }

    @Test
    void schemaOneNamedParametersByOptions() throws IOException {
        Files.writeString(
                file(),
                """
                {"schema": 1, "pith": "0.1.0", "command": ["train"], "source": {"name": "s", "options": {"--split": "train"},
                "fingerprint": "f", "n": 1, "classes": []}, "steps": [{"step": "train", "configuration": {"--weights": "w.pth",
                "weights": "abc", "--batch": "8", "images": "1 x 8 x 8"}, "started": "", "elapsedSeconds": 1, "peakMemoryBytes": 1,
                "peakMemoryOf": "", "facts": {}, "outputs": []}]}
                """);
        Manifest manifest = Manifest.read(run);
        assertThat(manifest.schema()).isEqualTo(Manifest.SCHEMA);
        assertThat(Objects.requireNonNull(manifest.source()).options())
                .containsExactlyEntriesOf(Map.of("split", "train"));
        assertThat(manifest.step(Step.TRAIN).orElseThrow().configuration())
                .isEqualTo(
                        Map.of("weights", "w.pth", "weights fingerprint", "abc", "batch", "8", "images", "1 x 8 x 8"));
    }

    @Test
    void stepsStandInTheOrderOfTheWork() throws IOException {
        Manifest empty = new Manifest(Manifest.SCHEMA, "0.1.0", List.of(), null, null, List.of());
        Manifest.Done sample = done(Step.SAMPLE);
        Manifest.Done bins = done(Step.BINS);
        ManifestFile.write(
                run.resolve(Manifest.FILE), empty.with(sample).with(bins).with(sample));
        assertThat(Manifest.read(run).steps()).containsExactly(bins, sample);
        assertThat(file()).content().contains("\"step\" : \"bins\"").doesNotContain("null");
    }

    private static Manifest.Done done(Step step) {
        return new Manifest.Done(step, Map.of(), "", 0, Map.of(), 0, "", Map.of(), List.of());
    }

    @Test
    void aDirectoryWithoutManifestIsNoRun() {
        assertThatThrownBy(() -> Manifest.read(run))
                .isInstanceOf(PithException.class)
                .hasMessage(run + ": no manifest.json in it, so it is not a run; make one with pith quantize SOURCE -o "
                        + run);
    }

    @Test
    void aLaterLayoutIsRefused() throws IOException {
        Files.writeString(file(), "{\"schema\": 3, \"pith\": \"9.0\", \"tensors\": []}");
        assertThatThrownBy(() -> Manifest.read(run))
                .isInstanceOf(PithException.class)
                .hasMessage(file() + ": written by Pith 9.0 (schema 3, this version reads up to 2);"
                        + " use that version, or give another directory");
    }

    @Test
    void somethingElseIsRefused() throws IOException {
        for (String text : List.of("", "{", "[]", "{}", "{\"schema\": 1}", "\"text\"")) {
            Files.writeString(file(), text);
            assertThatThrownBy(() -> Manifest.read(run))
                    .isInstanceOf(PithException.class)
                    .hasMessage(file() + ": not a manifest of Pith; delete the run, or give another directory");
        }
    }
}
