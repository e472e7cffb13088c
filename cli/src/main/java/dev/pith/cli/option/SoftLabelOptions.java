package dev.pith.cli.option;

import dev.pith.pipeline.train.SoftLabelSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is learned in place of labels. */
public final class SoftLabelOptions {
    private static final String OF_SELECTION = "";

    @Option(
            names = "--soft-labels",
            paramLabel = "RUN|FILE",
            arity = "0..1",
            fallbackValue = OF_SELECTION,
            description =
                    "Learn what another network says of the samples in place of their labels: the network behind the"
                            + " features of a run (default: of the run in --selection), or a file of logits, an npy with a row for"
                            + " each sample of the source.")
    private @Nullable Path from;

    @Mixin
    private TemperatureOption temperature;

    /** Returns the settings; null for labels. */
    public @Nullable SoftLabelSettings settings() {
        Double value = temperature.value(from != null);
        if (from == null || value == null) {
            return null;
        }
        return new SoftLabelSettings(from.toString().equals(OF_SELECTION) ? null : from, value);
    }
}
