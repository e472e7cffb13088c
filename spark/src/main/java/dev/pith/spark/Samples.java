package dev.pith.spark;

import static org.apache.spark.sql.functions.col;

import dev.pith.PithException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the samples before their features are read: how many, their ids, their classes.
 *
 * <p>Core's ids are positions from 0. A sample's position is its place in the order of ids; where ids are 0 to n - 1
 * that is the id, else the driver keeps all ids, in order.
 */
final class Samples {
    private final Dataset<Row> rows;
    private final Columns columns;
    private final int count;
    private final int[] classSizes;
    private final Map<Object, Integer> classes;
    private final long @Nullable [] ids;

    private Samples(
            Dataset<Row> rows,
            Columns columns,
            int count,
            int[] classSizes,
            Map<Object, Integer> classes,
            long @Nullable [] ids) {
        this.rows = rows;
        this.columns = columns;
        this.count = count;
        this.classSizes = classSizes;
        this.classes = classes;
        this.ids = ids;
    }

    static Samples of(Dataset<?> dataset, Columns columns) {
        Dataset<Row> rows = columns.read(dataset);
        List<Row> groups = rows.groupBy(Columns.LABEL)
                .agg(
                        functions.count(functions.lit(1)),
                        functions.count(Columns.ID),
                        functions.min(Columns.ID),
                        functions.max(Columns.ID))
                .orderBy(Columns.LABEL)
                .collectAsList();
        long count = groups.stream().mapToLong(row -> row.getLong(1)).sum();
        long withoutId =
                count - groups.stream().mapToLong(row -> row.getLong(2)).sum();
        if (count == 0) {
            throw new PithException("the dataset has no rows; there is nothing to bin");
        }
        if (count >= Integer.MAX_VALUE) {
            throw new PithException(
                    "the dataset has " + count + " rows, and one binning takes fewer than 2^31: bin parts of it");
        }
        if (withoutId > 0) {
            throw new PithException(
                    "idCol '" + columns.id() + "' is null in " + withoutId + " rows; fill them, or do without idCol");
        }
        int[] sizes = new int[groups.size()];
        Map<Object, Integer> classes = new HashMap<>();
        for (int c = 0; c < sizes.length; c++) {
            Row group = groups.get(c);
            if (group.isNullAt(0)
                    || group.get(0).equals(Double.NaN)
                    || group.get(0).equals(Float.NaN)) {
                throw new PithException("labelCol '" + columns.label() + "' is " + group.get(0) + " in "
                        + group.getLong(1) + " rows; filter them or give them a class");
            }
            sizes[c] = Math.toIntExact(group.getLong(1));
            classes.put(key(group.get(0)), c);
        }
        long least = groups.stream().mapToLong(row -> row.getLong(3)).min().orElseThrow();
        long largest = groups.stream().mapToLong(row -> row.getLong(4)).max().orElseThrow();
        refuseTwins(rows);
        long[] ids = least == 0 && largest == count - 1 ? null : ids(rows);
        return new Samples(rows, columns, (int) count, sizes, classes, ids);
    }

    /** Returns a label as Spark groups by it: 0.0 and -0.0 are one, which they are not as keys of a map. */
    private static Object key(Object label) {
        if (label instanceof Double number) {
            return number + 0.0;
        }
        return label instanceof Float number ? (Object) (number + 0f) : label;
    }

    private static void refuseTwins(Dataset<Row> rows) {
        Row twins = rows.groupBy(Columns.ID)
                .count()
                .filter(col("count").gt(1))
                .agg(functions.min(Columns.ID), functions.count(functions.lit(1)))
                .first();
        if (twins.getLong(1) > 0) {
            throw new PithException("id " + twins.getLong(0) + " occurs more than once, as do " + (twins.getLong(1) - 1)
                    + " other ids; every row needs an id of its own");
        }
    }

    private static long[] ids(Dataset<Row> rows) {
        long[] ids =
                rows
                        .select(Columns.ID)
                        .as(Encoders.LONG())
                        .toJavaRDD()
                        .mapPartitions(PackedIds::pack)
                        .collect()
                        .stream()
                        .flatMapToLong(Arrays::stream)
                        .toArray();
        Arrays.sort(ids);
        return ids;
    }

    int count() {
        return count;
    }

    /** Returns the number of samples of each class, in the order of the class's values. */
    int[] classSizes() {
        return classSizes;
    }

    /** Returns the id of the sample at a position. */
    long id(int position) {
        return ids == null ? position : ids[position];
    }

    /** Returns how long features (or embeddings) are in the first row that has any. */
    int width(String column) {
        return Columns.width(rows, column);
    }

    /** Returns a number that another set of samples would hardly have: the sum of the hashes of the rows. */
    long contentHash() {
        Column[] all = Arrays.stream(rows.columns()).map(functions::col).toArray(Column[]::new);
        return rows.agg(functions.sum(functions.shiftright(functions.xxhash64(all), 20)))
                .first()
                .getLong(0);
    }

    /** Returns class (int), position (int), features and embeddings of every row. */
    Dataset<Row> numbered(JavaSparkContext spark, boolean withFeatures) {
        Broadcast<Map<Object, Integer>> classOf = spark.broadcast(classes);
        UDF1<Object, Integer> toClass = label -> classOf.value().get(key(label));
        Column position = col(Columns.ID).cast("int");
        if (ids != null) {
            Broadcast<long[]> sorted = spark.broadcast(ids);
            UDF1<Long, Integer> toPosition = id -> Arrays.binarySearch(sorted.value(), id);
            position = functions.udf(toPosition, DataTypes.IntegerType).apply(col(Columns.ID));
        }
        Column[] vectors = !withFeatures
                ? new Column[0]
                : columns.embeddings() == null
                        ? new Column[] {col(Columns.FEATURES)}
                        : new Column[] {col(Columns.FEATURES), col(Columns.EMBEDDINGS)};
        Column[] all = new Column[2 + vectors.length];
        all[0] = (classes.size() == 1
                        ? functions.lit(0)
                        : functions.udf(toClass, DataTypes.IntegerType).apply(col(Columns.LABEL)))
                .as("pith_class");
        all[1] = position.as("pith_position");
        System.arraycopy(vectors, 0, all, 2, vectors.length);
        return rows.select(all);
    }
}
