package dev.pith.pipeline;

import dev.pith.data.FeatureSource;
import dev.pith.data.Source;
import dev.pith.data.array.FeatureFolder;
import dev.pith.data.pixels.Pixels;
import dev.pith.pipeline.feature.Dedup;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.FeatureSettings;
import dev.pith.pipeline.selection.SampleSettings;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.WorkSettings;
import dev.pith.quantize.Classes;
import dev.pith.selection.BinningSettings;
import dev.pith.selection.PickingMemory;
import dev.pith.torch.feature.FeatureTraining;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a quantization would do, and what it needs.
 *
 * @param samples of the source
 * @param features that they are compared by
 * @param bins they are put into
 * @param selected how many are drawn
 * @param row how large features are, unless that shows only when the network is there
 * @param diskBytes of the features at most; 0 where their size is not known, or they stay where they are
 * @param memoryBytes of the hungriest step, about
 */
public record QuantizationEstimate(
        int samples,
        FeatureSettings features,
        BinningSettings bins,
        int selected,
        Optional<Row> row,
        long diskBytes,
        long memoryBytes) {
    private static final int RGB = 3;

    /**
     * How large the features of a sample get at most.
     *
     * @param dimension numbers that they stand for
     * @param stored numbers on the disk; 0 for features of the user's own, which are as large as they are
     */
    public record Row(int dimension, int stored) {}

    /** Estimates, without looking at a sample. */
    static QuantizationEstimate of(
            Source source, FeatureSettings features, BinningSettings bins, SampleSettings sampling, WorkSettings work) {
        Optional<Row> row = row(source, features);
        long picking = row.map(each -> PickingMemory.of(source.size(), each.dimension()))
                        .orElse(0L)
                + objectiveMemory(source, bins, work.threads());
        return new QuantizationEstimate(
                source.size(),
                features,
                bins,
                sampling.keep().of(source.size()),
                row,
                row.map(each -> (long) source.size() * each.stored() * Float.BYTES)
                        .orElse(0L),
                Math.max(featuresMemory(source, features, work), picking));
    }

    /** Returns the size of a row; which network another one is than the usual, shows when it is there. */
    private static Optional<Row> row(Source source, FeatureSettings features) {
        if (source instanceof FeatureSource own) {
            return Optional.of(new Row(own.dimension(), 0));
        }
        if (features.from() != null) {
            return Optional.of(row(FeatureFolder.open(features.from()), features.choice()));
        }
        if (!features.usesNetwork()) { // grey images need a third; which it is shows when they are read
            int pixels = Pixels.SIDE * Pixels.SIDE * RGB;
            return Optional.of(new Row(pixels, pixels));
        }
        if (features.choice() != FeatureKind.GRADIENT || !FeatureTraining.NETWORK.equals(features.network())) {
            return Optional.empty();
        }
        int classes = Session.classes(source).size();
        int embedding = FeatureTraining.MOST_NUMBERS;
        return Optional.of(new Row(Math.multiplyExact(classes, embedding + 1), classes + embedding));
    }

    private static Row row(FeatureFolder folder, @Nullable FeatureKind kind) {
        if (kind == FeatureKind.GRADIENT) {
            int classes = folder.columns(FeatureFolder.LOGIT_GRADIENTS);
            int embedding = folder.columns(FeatureFolder.EMBEDDINGS);
            return new Row(Math.multiplyExact(classes, embedding + 1), classes + embedding);
        }
        int columns = folder.columns(kind == FeatureKind.LOGITS ? FeatureFolder.LOGITS : FeatureFolder.EMBEDDINGS);
        return new Row(columns, columns);
    }

    private static long featuresMemory(Source source, FeatureSettings features, WorkSettings work) {
        if (features.texts() != null && features.texts().dedup() == Dedup.SEMANTIC) {
            return MemoryEstimate.duplicates(source.size());
        }
        if (source instanceof FeatureSource || features.from() != null) {
            return 0;
        }
        return features.usesNetwork()
                ? MemoryEstimate.network(source.size(), features.mostSide(), work.memory())
                : MemoryEstimate.pixels(source.size());
    }

    private static long objectiveMemory(Source source, BinningSettings bins, int threads) {
        int[] classSizes = source.labels()
                .filter(labels -> bins.stratify())
                .map(labels -> Classes.byLabel(labels.values(), new BitSet()).sizes())
                .orElse(new int[] {source.size()});
        return bins.objectiveBytes(classSizes, threads);
    }
}
