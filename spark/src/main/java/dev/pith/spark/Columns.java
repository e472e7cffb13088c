package dev.pith.spark;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The columns that are read, and what becomes of them.
 *
 * @param embeddings null when features are no gradients
 * @param label null when all rows are one class
 * @param id null when ids are made
 */
record Columns(String features, @Nullable String embeddings, @Nullable String label, @Nullable String id) {
    /** Added by a model. */
    static final List<StructField> ADDED = List.of(
            new StructField("bin", DataTypes.IntegerType, true, Metadata.empty()),
            new StructField("rank", DataTypes.IntegerType, true, Metadata.empty()),
            new StructField("gain", DataTypes.DoubleType, true, Metadata.empty()),
            new StructField("selected", DataTypes.BooleanType, true, Metadata.empty()),
            new StructField("weight", DataTypes.DoubleType, true, Metadata.empty()));

    /** Names inside Pith. */
    static final String ID = "pith_id";

    static final String FEATURES = "pith_features";
    static final String EMBEDDINGS = "pith_embeddings";
    static final String LABEL = "pith_label";

    static Columns of(QuantizerParams params) {
        return new Columns(
                params.getOrDefault(params.featuresCol()),
                params.<String>value(params.embeddingsCol()),
                params.<String>value(params.labelCol()),
                params.<String>value(params.idCol()));
    }

    /** Returns the schema with added columns, after a look at what is there. */
    StructType transformed(StructType schema, List<StructField> additions) {
        checkVectors("featuresCol", features, schema);
        if (embeddings != null) {
            checkVectors("embeddingsCol", embeddings, schema);
        }
        if (label != null) {
            DataType type = field("labelCol", label, schema).dataType();
            if (type instanceof ArrayType || type instanceof MapType || type instanceof StructType) {
                throw new IllegalArgumentException(
                        "labelCol '" + label + "' must hold numbers or text, but is " + type.catalogString());
            }
        }
        if (id != null) {
            DataType type = field("idCol", id, schema).dataType();
            if (!List.of(DataTypes.LongType, DataTypes.IntegerType, DataTypes.ShortType, DataTypes.ByteType)
                    .contains(type)) {
                throw new IllegalArgumentException(
                        "idCol '" + id + "' must hold whole numbers, but is " + type.catalogString());
            }
        }
        StructType result = schema;
        for (StructField added : additions) {
            if (Arrays.stream(schema.fieldNames())
                    .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(added.name()))) {
                throw new IllegalArgumentException(
                        "there is a column '" + added.name() + "' already; drop or rename it");
            }
            result = result.add(added);
        }
        return result;
    }

    private static void checkVectors(String parameter, String name, StructType schema) {
        DataType type = field(parameter, name, schema).dataType();
        boolean numbers = type instanceof ArrayType array
                && (array.elementType().equals(DataTypes.FloatType)
                        || array.elementType().equals(DataTypes.DoubleType));
        if (!numbers && !type.equals(SQLDataTypes.VectorType())) {
            throw new IllegalArgumentException(parameter + " '" + name
                    + "' must be array<float>, array<double> or Vector, but is " + type.catalogString());
        }
    }

    private static StructField field(String parameter, String name, StructType schema) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(parameter + " '" + name + "' is not among the columns "
                        + String.join(", ", schema.fieldNames())));
    }

    /** Returns a name as Spark's parser takes it whatever is in it. */
    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /**
     * Returns the rows with added columns, null where a sample has none.
     *
     * @param values a row per sample: {@code id} and the additions
     */
    Dataset<Row> joined(Dataset<?> dataset, Dataset<Row> values, List<StructField> additions) {
        Seq<String> on = CollectionConverters.asScala(List.of(ID)).toList();
        Column[] all = Stream.concat(
                        Arrays.stream(dataset.columns()).map(name -> col(quoted(name))),
                        additions.stream().map(added -> col(added.name())))
                .toArray(Column[]::new);
        return withIds(dataset)
                .join(values.withColumnRenamed("id", ID), on, "left")
                .select(all);
    }

    /** Returns how long arrays are in the first row that has any. */
    static int width(Dataset<Row> rows, String column) {
        List<Row> first = rows.filter(col(column).isNotNull())
                .select(functions.size(col(column)))
                .limit(1)
                .collectAsList();
        return first.isEmpty() ? 0 : first.get(0).getInt(0);
    }

    /** Returns the rows with {@link #FEATURES} and, where there are any, {@link #EMBEDDINGS}, as arrays of floats. */
    private Dataset<Row> withVectors(Dataset<Row> rows) {
        Dataset<Row> vectors = rows.withColumn(FEATURES, floats(features, rows.schema()));
        return embeddings == null ? vectors : vectors.withColumn(EMBEDDINGS, floats(embeddings, rows.schema()));
    }

    private static Column floats(String name, StructType schema) {
        Column column = col(quoted(name));
        return schema.apply(name).dataType() instanceof ArrayType
                ? column.cast("array<float>")
                : org.apache.spark.ml.functions.vector_to_array(column, "float32");
    }

    /**
     * Returns the rows with {@link #ID}. Where no column has ids, an id is the 64-bit hash of features and class; of
     * rows that are equal in these the first by the hash of all columns has it, the others get hashes of it and their
     * number. That depends on the rows alone, not on their order or partitions.
     */
    Dataset<Row> withIds(Dataset<?> dataset) {
        Dataset<Row> rows = dataset.toDF();
        if (id != null) {
            return rows.withColumn(ID, col(quoted(id)).cast("long"));
        }
        List<Column> content = new ArrayList<>();
        content.add(floats(features, rows.schema()));
        if (embeddings != null) {
            content.add(floats(embeddings, rows.schema()));
        }
        if (label != null) {
            content.add(col(quoted(label)));
        }
        Column[] all = Arrays.stream(rows.schema().fields())
                .filter(field -> !(field.dataType() instanceof MapType))
                .map(field -> col(quoted(field.name())))
                .toArray(Column[]::new);
        Column twin =
                functions.row_number().over(Window.partitionBy("pith_hash").orderBy(functions.xxhash64(all)));
        return rows.withColumn("pith_hash", functions.xxhash64(content.toArray(Column[]::new)))
                .withColumn("pith_twin", twin)
                .withColumn(
                        ID,
                        functions
                                .when(col("pith_twin").equalTo(1), col("pith_hash"))
                                .otherwise(functions.xxhash64(col("pith_hash"), col("pith_twin"))))
                .drop("pith_hash", "pith_twin");
    }

    /** Returns id, class and vectors of every row, under the names of Pith. */
    Dataset<Row> read(Dataset<?> dataset) {
        Dataset<Row> rows =
                withVectors(withIds(dataset)).withColumn(LABEL, label == null ? functions.lit(0) : col(quoted(label)));
        return embeddings == null ? rows.select(ID, LABEL, FEATURES) : rows.select(ID, LABEL, FEATURES, EMBEDDINGS);
    }
}
