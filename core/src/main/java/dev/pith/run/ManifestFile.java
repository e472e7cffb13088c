package dev.pith.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pith.PithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads and writes manifests. */
final class ManifestFile {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private ManifestFile() {}

    /** Returns the manifest in a file; empty when there is none. */
    static Optional<Manifest> read(Path file) {
        try {
            JsonNode tree = JSON.readTree(Files.readAllBytes(file));
            int schema = tree.path("schema").asInt();
            if (schema > Manifest.SCHEMA) {
                throw new PithException(
                        file + ": written by Pith " + tree.path("pith").asText("of a later version")
                                + " (schema " + schema + ", this version reads up to " + Manifest.SCHEMA
                                + "); use that version, or give another directory");
            }
            if (schema == 1 && tree instanceof ObjectNode manifest) {
                upgrade(manifest);
            }
            return Optional.of(JSON.treeToValue(tree, Manifest.class));
        } catch (JsonProcessingException | IllegalArgumentException | NullPointerException e) {
            throw new PithException(file + ": not a manifest of Pith; delete the run, or give another directory", e);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + "); check its permissions", e);
        }
    }

    /**
     * Renames what schema 1 called by the options of the command line: {@code --bins} is {@code bins} now, and
     * {@code weights}, the fingerprint of what {@code --weights} named, is {@code weights fingerprint}.
     */
    private static void upgrade(ObjectNode manifest) {
        manifest.put("schema", Manifest.SCHEMA);
        rename(manifest.path("source"), "options");
        manifest.path("steps").forEach(step -> rename(step, "configuration"));
    }

    private static void rename(JsonNode parent, String field) {
        if (parent instanceof ObjectNode object && object.get(field) instanceof ObjectNode before) {
            ObjectNode now = object.putObject(field);
            before.properties().forEach(entry -> {
                String key = entry.getKey();
                String name =
                        key.startsWith("--") ? key.substring(2) : before.has("--" + key) ? key + " fingerprint" : key;
                now.set(name, entry.getValue());
            });
        }
    }

    static void write(Path file, Manifest manifest) {
        AtomicFile.write(file, out -> {
            out.write(JSON.writeValueAsBytes(manifest));
            out.write('\n');
        });
    }
}
