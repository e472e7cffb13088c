package dev.pith.cli.option;

import dev.pith.torch.train.SoftLabels;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How soft soft labels are. */
public final class TemperatureOption {
    @Option(
            names = "--temperature",
            paramLabel = "NUMBER",
            description = "Of --soft-labels: what logits are divided by before they become probabilities (default: "
                    + SoftLabels.DEFAULT_TEMPERATURE + ").")
    private @Nullable Double temperature;

    /**
     * Returns the temperature; null without soft labels.
     *
     * @throws IllegalArgumentException when it is given without
     */
    public @Nullable Double value(boolean softLabels) {
        if (softLabels) {
            return temperature == null ? Double.valueOf(SoftLabels.DEFAULT_TEMPERATURE) : temperature;
        }
        if (temperature != null) {
            throw new IllegalArgumentException("--temperature is for --soft-labels");
        }
        return null;
    }
}
