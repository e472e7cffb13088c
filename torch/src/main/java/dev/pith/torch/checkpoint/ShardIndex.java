package dev.pith.torch.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The index of a checkpoint that lies in several files, as Hugging Face's libraries write it beside them: {@code
 * {"weight_map": {"name of a tensor": "name of a file"}}}.
 */
final class ShardIndex {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ShardIndex() {}

    /** Reads the weights in one of the files. */
    interface Reader {
        StateDict read(Path path, MappedFile file) throws IOException;
    }

    /** Returns whether a file may be JSON: no .safetensors begins so, since its header would be too long. */
    static boolean isJson(MappedFile file) throws IOException {
        return file.size() > Long.BYTES
                && file.slice(0, 1).get() == '{'
                && file.slice(0, Long.BYTES).getLong() > SafeTensors.LONGEST_HEADER;
    }

    /** Reads the files that an index names; their tensors are in its order. */
    static StateDict read(Path path, MappedFile file, Reader reader) throws IOException {
        Map<String, StateDict> shards = new LinkedHashMap<>();
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : weightMap(file).properties()) {
            String name = entry.getValue().asText();
            StateDict shard = shards.get(name);
            if (shard == null) {
                shard = shard(path, name, reader);
                shards.put(name, shard);
            }
            TensorData tensor = shard.tensors().get(entry.getKey());
            if (tensor == null) {
                throw new DamagedFile("names the tensor " + Names.shown(entry.getKey()) + ", which " + Names.shown(name)
                        + " does not hold");
            }
            tensors.put(entry.getKey(), tensor);
        }
        return new StateDict(
                path,
                tensors,
                Map.of(),
                List.of("the weights were taken from the " + shards.size() + " files it names"));
    }

    /** Returns an index and the files that it names. */
    static List<Path> files(Path path, MappedFile file) throws IOException {
        Set<Path> files = new LinkedHashSet<>(List.of(path));
        for (Map.Entry<String, JsonNode> entry : weightMap(file).properties()) {
            files.add(beside(path, entry.getValue().asText()));
        }
        return List.copyOf(files);
    }

    private static JsonNode weightMap(MappedFile file) throws IOException {
        if (file.size() > SafeTensors.LONGEST_HEADER) {
            throw new IOException("is JSON, and too long for an index of weights: name the file of weights");
        }
        try {
            JsonNode index = JSON.readTree(
                    StandardCharsets.UTF_8.decode(file.slice(0, file.size())).toString());
            JsonNode map = index.path("weight_map");
            if (!map.isObject() || map.isEmpty()) {
                throw new IOException("is JSON without a weight_map: name the file of weights, or its index");
            }
            return map;
        } catch (JsonProcessingException e) {
            throw new DamagedFile("begins as JSON and cannot be read as such");
        }
    }

    private static StateDict shard(Path index, String name, Reader reader) throws IOException {
        Path file = beside(index, name);
        try {
            return reader.read(file, MappedFile.open(file));
        } catch (IOException e) {
            throw new IOException("names " + name + ", which cannot be used, it " + e.getMessage(), e);
        }
    }

    /** A name with folders in it could lead anywhere. */
    private static Path beside(Path index, String name) throws IOException {
        if (name.isEmpty() || !name.matches("[\\w.-]+") || name.startsWith(".")) {
            throw new DamagedFile("names a file " + Names.shown(name) + ", which is none beside it");
        }
        Path file = index.resolveSibling(name);
        if (!Files.isRegularFile(file)) {
            throw new IOException("names " + name + ", which is not beside it: download all of its files");
        }
        return file;
    }
}
