package dev.pith.spark;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Which bin every sample is in, and whether it was selected.
 *
 * <p>{@link #transform} adds {@code bin}, {@code rank} (inside the bin, from 0), {@code gain} (null for random bins),
 * {@code selected} and {@code weight} (1 for what was selected, else 0); all are null for rows that were not there when
 * the model was made.
 */
public final class DatasetQuantizerModel extends Model<DatasetQuantizerModel> implements QuantizerParams, MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;

    @SuppressWarnings("serial") // models are not sent to executors
    private final transient ParamSet set;

    @SuppressWarnings("serial") // as above
    private final transient Dataset<Row> assignments;

    DatasetQuantizerModel(String uid, Dataset<Row> assignments) {
        this.uid = uid;
        this.set = new ParamSet(uid);
        this.assignments = assignments;
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

    /**
     * Returns a row for every sample: {@code id}, {@code bin}, {@code rank},
     * {@code gain}, {@code selected}, {@code weight}.
     */
    public Dataset<Row> assignments() {
        return assignments;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return Columns.of(this).joined(dataset, assignments, Columns.ADDED);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return Columns.of(this).transformed(schema, Columns.ADDED);
    }

    @Override
    public DatasetQuantizerModel copy(ParamMap extra) {
        DatasetQuantizerModel copy = copyValues(new DatasetQuantizerModel(uid, assignments), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public MLWriter write() {
        DatasetQuantizerModel model = this;
        return new MLWriter() {
            @Override
            public void saveImpl(String path) {
                DefaultParamsWriter.saveMetadata(model, path, sparkSession());
                model.assignments.write().parquet(path + "/assignments");
            }
        };
    }

    /** Returns what reads models that were saved. */
    public static MLReader<DatasetQuantizerModel> read() {
        return new MLReader<>() {
            @Override
            public DatasetQuantizerModel load(String path) {
                DefaultParamsReader.Metadata metadata =
                        DefaultParamsReader.loadMetadata(path, sparkSession(), DatasetQuantizerModel.class.getName());
                DatasetQuantizerModel model = new DatasetQuantizerModel(
                        metadata.uid(), sparkSession().read().parquet(path + "/assignments"));
                metadata.getAndSetParams(model, scala.Option.empty());
                return model;
            }
        };
    }

    /** Reads a model that was saved. */
    public static DatasetQuantizerModel load(String path) {
        return read().load(path);
    }
}
