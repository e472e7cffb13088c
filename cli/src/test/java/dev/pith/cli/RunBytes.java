package dev.pith.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a run as tests compare them. */
final class RunBytes {
    private static final List<String> TIMINGS = List.of("started", "elapsedSeconds", "partSeconds", "peakMemoryBytes");

    private RunBytes() {}

    /**
     * Returns what two runs must have in common: a hash of every file by its path, the manifest without its timings.
     */
    static Map<String, Object> content(Path run) throws IOException {
        Map<String, Object> content = new TreeMap<>();
        for (Path file : all(run)) {
            String name = run.relativize(file).toString();
            content.put(
                    name,
                    name.equals("manifest.json") ? withoutTimings(file) : Arrays.hashCode(Files.readAllBytes(file)));
        }
        return content;
    }

    /** Returns the files of a run that should not be there: parts of others. */
    static List<Path> unfinished(Path run) throws IOException {
        return all(run).stream()
                .filter(file -> run.relativize(file).toString().contains(".part"))
                .toList();
    }

    private static List<Path> all(Path run) throws IOException {
        if (!Files.exists(run)) {
            return List.of(); // a run in which nothing came about goes
        }
        try (Stream<Path> tree = Files.walk(run)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }

    private static JsonNode withoutTimings(Path manifest) throws IOException {
        JsonNode tree = new ObjectMapper().readTree(manifest.toFile());
        tree.path("steps").forEach(step -> ((ObjectNode) step).remove(TIMINGS));
        return tree;
    }

    /** Deletes a run. */
    static void delete(Path run) throws IOException {
        if (Files.exists(run)) {
            try (Stream<Path> tree = Files.walk(run)) {
                for (Path path : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
