package dev.pith.torch.condense;

import dev.pith.torch.evaluate.Trial;
import dev.pith.torch.train.LabelledImages;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A training on a few images, condensed or real.
 *
 * @param network full name
 * @param batches whether it normalizes by batches
 * @param name what the images are called
 * @param images that are trained on
 * @param imagesIdentity says which they are
 * @param protocol how
 * @param seed of initial weights, order and variation
 */
public record SyntheticTrial(
        String network,
        boolean batches,
        String name,
        LabelledImages images,
        String imagesIdentity,
        EvaluationProtocol protocol,
        long seed)
        implements Trial {
    int epochs() {
        return protocol.epochs(batches);
    }

    @Override
    public long samples() {
        return (long) epochs() * images.size();
    }

    @Override
    public String identity() {
        return String.join(" ", "synthetic", network, imagesIdentity, protocol.toString(), Long.toString(seed));
    }

    @Override
    public Map<String, Object> description() {
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("network", network);
        description.put("images", name);
        description.put("samples", images.size());
        description.put("epochs", epochs());
        description.put("seed", seed);
        return description;
    }

    /** Returns what a message calls the training. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s on %,d images (%s), seed %d", network, images.size(), name, seed);
    }
}
