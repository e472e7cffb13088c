package dev.pith.pipeline.train;

import dev.pith.torch.train.SoftLabels;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a teacher says is learned in place of labels: {@link SoftLabels}.
 *
 * @param from a run whose network is the teacher, or a file of logits of every sample of the source; null for the run
 *     whose selection is trained on
 * @param temperature positive
 */
public record SoftLabelSettings(@Nullable Path from, double temperature) {
    /** The network that selected, at the usual temperature. */
    public static final SoftLabelSettings DEFAULT =
            new SoftLabelSettings(null, Double.parseDouble(SoftLabels.DEFAULT_TEMPERATURE));

    /** Checks the temperature. */
    public SoftLabelSettings {
        SoftLabels.requireTemperature(temperature);
    }
}
