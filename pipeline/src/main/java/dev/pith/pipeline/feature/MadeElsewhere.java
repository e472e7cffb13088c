package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.array.FeatureFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which features a folder holds that was made elsewhere ({@link FeatureFolder}), and whether they are of a source. */
public final class MadeElsewhere {
    private static final List<FeatureKind> KINDS =
            List.of(FeatureKind.GRADIENT, FeatureKind.EMBEDDING, FeatureKind.LOGITS);

    private MadeElsewhere() {}

    /**
     * Returns which features of a folder samples are compared by when nothing is said.
     *
     * @param usual what is taken where the folder has it; else gradients go before embeddings and these before logits
     * @throws PithException when it is no such folder
     */
    public static FeatureKind kindIn(Path from, FeatureKind usual) {
        FeatureFolder folder = FeatureFolder.open(from);
        return Stream.concat(Stream.of(usual), KINDS.stream())
                .filter(kind -> isIn(kind, folder))
                .findFirst()
                .orElse(FeatureKind.EMBEDDING); // whose absence is then named
    }

    private static boolean isIn(FeatureKind kind, FeatureFolder folder) {
        return switch (kind) {
            case GRADIENT -> folder.has(FeatureFolder.LOGIT_GRADIENTS) && folder.has(FeatureFolder.EMBEDDINGS);
            case EMBEDDING -> folder.has(FeatureFolder.EMBEDDINGS);
            case LOGITS -> folder.has(FeatureFolder.LOGITS);
            case PIXELS -> false;
        };
    }

    /**
     * Insists on a folder that has features of a kind, of the samples of a source by their keys.
     *
     * @throws PithException saying what it lacks, or which samples are others
     */
    static void require(Path from, FeatureKind kind, Source source) {
        FeatureFolder folder = FeatureFolder.open(from);
        if (!isIn(kind, folder)) {
            String held = KINDS.stream()
                    .filter(other -> isIn(other, folder))
                    .map(FeatureKind::toString)
                    .collect(Collectors.joining(", "));
            throw new PithException(folder.directory() + ": holds no features " + kind
                    + (held.isEmpty() ? "; make them there" : "; it has " + held));
        }
        folder.requireKeysOf(source);
    }
}
