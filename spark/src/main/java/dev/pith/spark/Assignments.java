package dev.pith.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The bin, rank, gain and selection of every sample, on their way from the driver to a dataset. */
record Assignments(long[] ids, int[] bin, int[] rank, double[] gain, boolean[] selected) implements Serializable {
    private static final int PER_PARTITION = 1 << 16;

    /** Returns a row per sample. */
    Dataset<Row> toDataset(SparkSession session) {
        List<Assignments> parts = new ArrayList<>();
        for (int from = 0; from < ids.length; from += PER_PARTITION) {
            parts.add(part(from, Math.min(ids.length, from + PER_PARTITION)));
        }
        StructType schema = new StructType().add("id", DataTypes.LongType, false);
        for (StructField added : Columns.ADDED) {
            schema = schema.add(added);
        }
        JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        return session.createDataFrame(spark.parallelize(parts, parts.size()).flatMap(Assignments::rows), schema);
    }

    private Assignments part(int from, int to) {
        return new Assignments(
                Arrays.copyOfRange(ids, from, to),
                Arrays.copyOfRange(bin, from, to),
                Arrays.copyOfRange(rank, from, to),
                Arrays.copyOfRange(gain, from, to),
                Arrays.copyOfRange(selected, from, to));
    }

    private Iterator<Row> rows() {
        return IntStream.range(0, ids.length)
                .mapToObj(k -> RowFactory.create(
                        ids[k],
                        bin[k],
                        rank[k],
                        Double.isNaN(gain[k]) ? null : (Double) gain[k],
                        selected[k],
                        selected[k] ? 1.0 : 0.0))
                .iterator();
    }
}
