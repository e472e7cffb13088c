package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.SourceOptions;
import dev.pith.data.Split;
import dev.pith.pipeline.Quantization;
import dev.pith.pipeline.Quantized;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.PithVersion;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.run.Author;
import dev.pith.sample.Budget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java API and the command write the same run. */
class QuantizationIT {
    @TempDir
    private Path folder;

    @Test
    void aProgramMakesTheRunOfTheCommand() throws IOException {
        Path run = folder.resolve("run");
        List<String> words = List.of(
                "quantize",
                "fashion-mnist-mini",
                "--split",
                "test",
                "--features",
                "pixels",
                "--keep",
                "10%",
                "-o",
                run.toString());
        assertThat(Invocation.of(words.toArray()).exitCode()).isZero();
        var ofCommand = RunBytes.content(run);
        RunBytes.delete(run);

        SourceReference source = new SourceReference(
                "fashion-mnist-mini", SourceOptions.builder().split(Split.TEST).build(), null);
        Quantized result;
        try (Session session =
                Session.open(run, new Author(PithVersion.number(), words, 0L), WorkSettings.DEFAULT, Messages.NONE)) {
            result = Quantization.of(source)
                    .features(FeatureSettings.pixels(OnError.FAIL))
                    .sample(Budget.parse("10%"))
                    .perform(session);
        }
        assertThat(RunBytes.content(run)).isEqualTo(ofCommand);
        assertThat(result.selection()).hasSize(100);
        assertThat(result.binning().bins()).hasSize(10);
    }
}
