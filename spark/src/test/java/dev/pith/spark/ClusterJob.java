package dev.pith.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** What the integration test submits: bins rows that follow from their ids, and writes what became of each. */
public final class ClusterJob {
    static final int BINS = 4;
    static final int COLUMNS = 16;

    private ClusterJob() {}

    /** Takes the number of rows and the file to write. */
    public static void main(String[] arguments) throws IOException {
        try (SparkSession spark = SparkSession.builder().getOrCreate()) {
            spark.sparkContext().setLogLevel("INFO");
            Dataset<Row> rows = rows(spark, Integer.parseInt(arguments[0]));
            DatasetQuantizer quantizer = new DatasetQuantizer()
                    .setIdCol("id")
                    .setNumBins(BINS)
                    .setKeep("20%")
                    .setSeed(11)
                    .setMaxTaskBytes(0);
            List<String> lines = new ArrayList<>();
            Dataset<Row> binned = quantizer.fit(rows).transform(rows).orderBy("id");
            for (Row row :
                    binned.select("id", "bin", "rank", "gain", "selected").collectAsList()) {
                lines.add(line(row.getLong(0), row.getInt(1), row.getInt(2), row.getDouble(3), row.getBoolean(4)));
            }
            Files.write(Path.of(arguments[1]), lines);
        }
    }

    static String line(long id, int bin, int rank, double gain, boolean selected) {
        return id + " " + bin + " " + rank + " " + Double.doubleToRawLongBits(gain) + " " + selected;
    }

    static Dataset<Row> rows(SparkSession spark, int count) {
        return spark.range(0, count, 1, 5)
                .selectExpr(
                        "id",
                        "transform(sequence(1, " + COLUMNS
                                + "), j -> cast((pmod(xxhash64(id, j), 2001) - 1000) / 1000.0 / j + if(j = 1, 1, 0)"
                                + " as float)) as features");
    }
}
