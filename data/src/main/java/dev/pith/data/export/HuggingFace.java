package dev.pith.data.export;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.data.Labels;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Hugging Face's datasets library keeps in a Parquet file's metadata: the kind of each column. */
final class HuggingFace {
    private static final Map<String, String> DTYPES =
            Map.of("BIGINT", "int64", "FLOAT", "float32", "DOUBLE", "float64", "BOOLEAN", "bool", "VARCHAR", "string");

    private HuggingFace() {}

    /**
     * Returns the value of the key {@code huggingface}.
     *
     * @param columns the SQL types of all columns but that of images
     */
    static String metadata(Map<String, String> columns, String imageColumn, @Nullable Labels labels) {
        ObjectNode root = new ObjectMapper().createObjectNode();
        ObjectNode features = root.putObject("info").putObject("features");
        columns.forEach((name, type) -> {
            ObjectNode feature = features.putObject(name);
            if (name.equals(SampleFields.LABEL)
                    && labels != null
                    && !labels.names().isEmpty()) {
                labels.names().forEach(feature.putArray("names")::add);
                feature.put("_type", "ClassLabel");
            } else {
                feature.put("dtype", DTYPES.get(type)).put("_type", "Value");
            }
        });
        features.putObject(imageColumn).put("_type", "Image");
        return root.toString();
    }
}
