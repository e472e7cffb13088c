package dev.pith.data.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what Hugging Face's datasets keep in a Parquet file's metadata: the kinds of columns, and the names of classes.
 */
final class HuggingFaceMetadata {
    static final String KEY = "huggingface";

    private HuggingFaceMetadata() {}

    /** Returns the value as it stands in the file. */
    static Optional<String> read(TableStorage storage, Path file) throws SQLException {
        String query = "SELECT decode(value) FROM parquet_kv_metadata(" + Sql.path(file) + ") WHERE decode(key) = "
                + Sql.string(KEY);
        try (Statement statement = storage.connection().createStatement();
                ResultSet metadata = statement.executeQuery(query)) {
            return metadata.next() ? Optional.ofNullable(metadata.getString(1)) : Optional.empty();
        }
    }

    /** Returns the names of a label column's classes in order, or none. */
    static List<String> classNames(TableStorage storage, Path file, Column column) throws SQLException {
        return read(storage, file)
                .map(metadata -> classNames(metadata, column.name()))
                .orElse(List.of());
    }

    private static List<String> classNames(String metadata, String column) {
        List<String> names = new ArrayList<>();
        try {
            JsonNode feature = new ObjectMapper()
                    .readTree(metadata)
                    .path("info")
                    .path("features")
                    .path(column);
            feature.path("names").forEach(name -> names.add(name.asText()));
        } catch (JsonProcessingException e) {
            return List.of(); // some other program's idea of that key
        }
        return names;
    }
}
