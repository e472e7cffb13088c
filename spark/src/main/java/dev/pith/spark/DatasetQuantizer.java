package dev.pith.spark;

import dev.pith.sample.Budget;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Dataset Quantization (Zhou et al., ICCV 2023) of rows in Spark: bins by recursive submodular gain, class by class,
 * then a draw from every bin.
 *
 * <p>The picks, their ranks and gains are those of {@link dev.pith.quantize.RecursiveBinning} on the same rows in the
 * order of their ids, bit for bit, whatever the number of partitions, executors and retries. Rows may come in any
 * order. Faults in them (nulls, NaN, vectors of differing length, ids that occur twice) are a
 * {@link dev.pith.PithException} of one line that names such an id.
 */
public final class DatasetQuantizer extends Estimator<DatasetQuantizerModel>
        implements QuantizerParams, DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;

    @SuppressWarnings("serial") // rebuilt from the uid by copying; estimators are not sent to executors
    private final transient ParamSet set;

    /** Makes a quantizer with default parameters. */
    public DatasetQuantizer() {
        this(Identifiable.randomUID("datasetQuantizer"));
    }

    /** Makes a quantizer that is known by this name. */
    public DatasetQuantizer(String uid) {
        this.uid = uid;
        this.set = new ParamSet(uid);
        set.setDefaults(this);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public ParamSet set() {
        return set;
    }

    /** Sets the column of features; {@code features} by default. */
    public DatasetQuantizer setFeaturesCol(String value) {
        set(featuresCol(), value);
        return this;
    }

    /**
     * Sets the column of embeddings: features are then gradients of the last layer, {@code featuresCol} those
     * of its output.
     */
    public DatasetQuantizer setEmbeddingsCol(String value) {
        set(embeddingsCol(), value);
        return this;
    }

    /** Sets the column of classes. */
    public DatasetQuantizer setLabelCol(String value) {
        set(labelCol(), value);
        return this;
    }

    /** Sets the column of ids. */
    public DatasetQuantizer setIdCol(String value) {
        set(idCol(), value);
        return this;
    }

    /** Sets the number of bins; 10 by default. */
    public DatasetQuantizer setNumBins(int value) {
        set(numBins(), value);
        return this;
    }

    /** Sets the share of samples to keep, above 0 and at most 1; 0.1 by default. */
    public DatasetQuantizer setKeep(double value) {
        return setKeep(Double.toString(value));
    }

    /**
     * Sets how many samples to keep: a ratio ({@code 0.125}), a percentage ({@code 12.5%}) or a count ({@code 750}).
     */
    public DatasetQuantizer setKeep(String value) {
        Budget.parse(value);
        set(keep(), value);
        return this;
    }

    /**
     * Sets the similarity: {@code cosine} (the default), {@code dot}, {@code sqeuclid}, or {@code rbf} for
     * objectives of pairs.
     */
    public DatasetQuantizer setSimilarity(String value) {
        set(similarity(), value);
        return this;
    }

    /** Sets how bins are made: {@code recursive} (the default) or {@code random}. */
    public DatasetQuantizer setMethod(String value) {
        set(method(), value);
        return this;
    }

    /**
     * Sets what recursive bins maximize: {@code graphcut} (the default), {@code facility-location} or
     * {@code log-determinant}. The latter two look at pairs of rows, so that every class must fit into a task.
     */
    public DatasetQuantizer setObjective(String value) {
        set(objective(), value);
        return this;
    }

    /** Sets GraphCut's weight of the pool against the picks, positive; 1 by default, as published. */
    public DatasetQuantizer setLambda(double value) {
        set(lambda(), value);
        return this;
    }

    /** Sets the seed of what is random; 0 by default. */
    public DatasetQuantizer setSeed(long value) {
        set(seed(), value);
        return this;
    }

    /**
     * Sets up to how many bytes of features, and of what its objective holds of pairs, a class is binned inside one
     * task; 256 MiB by default.
     */
    public DatasetQuantizer setMaxTaskBytes(long value) {
        set(maxTaskBytes(), value);
        return this;
    }

    /** Sets a directory that keeps finished bins, so that a restarted driver goes on from them. */
    public DatasetQuantizer setCheckpointDir(String value) {
        set(checkpointDir(), value);
        return this;
    }

    @Override
    public DatasetQuantizerModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        Assignments assignments;
        try (JobLabels jobs = new JobLabels(
                JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext()), uid)) {
            assignments = new QuantizingRun(dataset, this, jobs).perform();
        }
        DatasetQuantizerModel model = new DatasetQuantizerModel(uid, assignments.toDataset(dataset.sparkSession()));
        copyValues(model, new ParamMap());
        model.setParent(this);
        return model;
    }

    /**
     * Returns the columns that {@link DatasetQuantizerModel#transform} will give.
     *
     * @throws IllegalArgumentException naming the column that is missing, of the wrong type, or there already; or when
     *     parameters do not go together
     */
    @Override
    public StructType transformSchema(StructType schema) {
        settings();
        return Columns.of(this).transformed(schema, Columns.ADDED);
    }

    @Override
    public DatasetQuantizer copy(ParamMap extra) {
        return copyValues(new DatasetQuantizer(uid), extra);
    }

    /** Returns what reads quantizers that were saved. */
    public static MLReader<DatasetQuantizer> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads a quantizer that was saved. */
    public static DatasetQuantizer load(String path) {
        return read().load(path);
    }
}
