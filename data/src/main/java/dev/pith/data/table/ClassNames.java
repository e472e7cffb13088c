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

/** Reads the class names that Hugging Face's datasets keep in a Parquet file's metadata, under the key huggingface. */
final class ClassNames {
    private ClassNames() {}

    /** Returns the names of a label column's classes in order, or none. */
    static List<String> read(TableStorage storage, Path file, Column column) throws SQLException {
        String query = "SELECT decode(value) FROM parquet_kv_metadata(" + Sql.path(file)
                + ") WHERE decode(key) = 'huggingface'";
        try (Statement statement = storage.connection().createStatement();
                ResultSet metadata = statement.executeQuery(query)) {
            return metadata.next() ? parse(metadata.getString(1), column.name()) : List.of();
        }
    }

    private static List<String> parse(String metadata, String column) {
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
