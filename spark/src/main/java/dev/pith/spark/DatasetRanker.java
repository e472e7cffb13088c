package dev.pith.spark;

import dev.pith.quantize.Shards;
import dev.pith.run.Choices;
import dev.pith.sample.Budget;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Ranks {@code budget} rows in Spark by the gains of a submodular function, in two rounds (GreeDi, Mirzasoleiman et
 * al., NeurIPS 2013): each of random shards picks greedily, and of what they picked the driver picks greedily once
 * more. With one shard that is {@link RankingSettings#rank} on the same rows in the order of their ids, bit for bit.
 *
 * <p>{@link #transform} does all of it, at once, and adds {@code rank} (int, from 0) and {@code gain} (double), null
 * for rows that were not picked. Facility location counts in round two what the picks stand for: each demands as much
 * as there are rows of the dataset that are most like it, and gains are of that. The other functions are of the picks
 * alone, and so their gains add up to the function.
 *
 * <p>A seed and the ids deal rows to shards, so picks do not depend on the order of rows, partitions or executors.
 * Every shard picks {@code budget} rows as long as all shards together then pick at most {@value Shards#MOST}; else its
 * part of that, and at least twice its part of the budget. The driver holds the picks of all shards, and of s picks
 * {@code 2 s^2} bytes by facility location: some 200 MB up to a budget of 5,000, whatever the number of rows. Faults in
 * rows are a {@link dev.pith.PithException} of one line that names such an id.
 */
public final class DatasetRanker extends Transformer implements DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    /** Those that can be told, or told nearly enough, from picks alone. */
    private static final Set<RankingMethod> OBJECTIVES =
            EnumSet.of(RankingMethod.FACILITY_LOCATION, RankingMethod.LOG_DETERMINANT, RankingMethod.FEATURE_BASED);

    /** What is added to rows. */
    static final List<StructField> ADDED = List.of(
            new StructField("rank", DataTypes.IntegerType, true, Metadata.empty()),
            new StructField("gain", DataTypes.DoubleType, true, Metadata.empty()));

    private final String uid;

    @SuppressWarnings("serial") // rebuilt from the uid by copying; rankers are not sent to executors
    private final transient Param<String> featuresCol;

    @SuppressWarnings("serial") // as above
    private final transient Param<String> idCol;

    @SuppressWarnings("serial") // as above
    private final transient Param<String> budget;

    @SuppressWarnings("serial") // as above
    private final transient Param<String> objective;

    @SuppressWarnings("serial") // as above
    private final transient Param<String> shards;

    @SuppressWarnings("serial") // as above
    private final transient LongParam seed;

    /** Makes a ranker with default parameters. */
    public DatasetRanker() {
        this(Identifiable.randomUID("datasetRanker"));
    }

    /** Makes a ranker that is known by this name. */
    public DatasetRanker(String uid) {
        this.uid = uid;
        featuresCol = new Param<>(uid, "featuresCol", QuantizerParams.ParamSet.FEATURES);
        idCol = new Param<>(uid, "idCol", QuantizerParams.ParamSet.IDS + " Not set: a hash of features");
        budget = new Param<>(uid, "budget", "how many rows: a ratio (0.125), a percentage (12.5%) or a count (750)");
        objective = QuantizerParams.ParamSet.choice(
                uid,
                "objective",
                "what picks maximize, of cosines or features",
                RankingMethod.class,
                OBJECTIVES::contains);
        shards = new Param<>(
                uid,
                Shards.NAME,
                "random parts, each picking for itself: a count, or auto for " + Shards.MOST + " rows each");
        seed = new LongParam(uid, "seed", "seed of what shard a row is in");
        setDefault(featuresCol, "features");
        setDefault(budget, "0.1");
        setDefault(objective, RankingMethod.FACILITY_LOCATION.toString());
        setDefault(shards, new Shards(0).toString());
        setDefault(seed, 0L);
    }

    @Override
    public String uid() {
        return uid;
    }

    /** Returns the parameter: column of features, {@code array<float>}, {@code array<double>} or {@code Vector}. */
    public Param<String> featuresCol() {
        return featuresCol;
    }

    /** Returns the parameter: column of ids, whole numbers that differ; their order is that of the samples. */
    public Param<String> idCol() {
        return idCol;
    }

    /** Returns the parameter: how many rows to pick. */
    public Param<String> budget() {
        return budget;
    }

    /** Returns the parameter: what picks maximize. */
    public Param<String> objective() {
        return objective;
    }

    /** Returns the parameter: how many random parts pick for themselves. */
    public Param<String> shards() {
        return shards;
    }

    /** Returns the parameter: the seed of the shards. */
    public LongParam seed() {
        return seed;
    }

    /** Sets the column of features; {@code features} by default. */
    public DatasetRanker setFeaturesCol(String value) {
        set(featuresCol, value);
        return this;
    }

    /** Sets the column of ids. */
    public DatasetRanker setIdCol(String value) {
        set(idCol, value);
        return this;
    }

    /** Sets how many rows to pick: a ratio ({@code 0.125}), a percentage ({@code 12.5%}) or a count ({@code 750}). */
    public DatasetRanker setBudget(String value) {
        Budget.parse(value);
        set(budget, value);
        return this;
    }

    /**
     * Sets what picks maximize: {@code facility-location} (the default) or {@code log-determinant}, both of cosines, or
     * {@code feature-based}, of square roots.
     */
    public DatasetRanker setObjective(String value) {
        set(objective, value);
        return this;
    }

    /** Sets how many shards there are: a count, or {@code auto} (the default). */
    public DatasetRanker setShards(String value) {
        Shards.parse(value);
        set(shards, value);
        return this;
    }

    /** Sets the seed that deals rows to shards; 0 by default. */
    public DatasetRanker setSeed(long value) {
        set(seed, value);
        return this;
    }

    /** Returns the columns that are read. */
    Columns columns() {
        return new Columns(getOrDefault(featuresCol), null, null, isSet(idCol) ? getOrDefault(idCol) : null);
    }

    /** Returns what decides the picks of a shard. */
    RankingSettings settings() {
        return RankingSettings.of(Choices.of(RankingMethod.class, getOrDefault(objective)), (Long) getOrDefault(seed));
    }

    /**
     * Ranks the rows, and returns them with {@code rank} and {@code gain}.
     *
     * @throws dev.pith.PithException when a row is not as it must be, or memory lacks, in one line
     * @throws IllegalArgumentException when the budget is more than there are rows
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        List<Row> picks;
        try (JobLabels jobs = new JobLabels(
                JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext()), uid)) {
            picks = new RankingRun(dataset, this, jobs).perform();
        }
        StructType schema = new StructType().add("id", DataTypes.LongType, false);
        for (StructField added : ADDED) {
            schema = schema.add(added);
        }
        return columns().joined(dataset, dataset.sparkSession().createDataFrame(picks, schema), ADDED);
    }

    /**
     * Returns the columns that {@link #transform} will give.
     *
     * @throws IllegalArgumentException naming the column that is missing, of the wrong type, or there already
     */
    @Override
    public StructType transformSchema(StructType schema) {
        return columns().transformed(schema, ADDED);
    }

    @Override
    public DatasetRanker copy(ParamMap extra) {
        return copyValues(new DatasetRanker(uid), extra);
    }

    /** Returns what reads rankers that were saved. */
    public static MLReader<DatasetRanker> read() {
        return new DefaultParamsReader<>();
    }

    /** Reads a ranker that was saved. */
    public static DatasetRanker load(String path) {
        return read().load(path);
    }
}
