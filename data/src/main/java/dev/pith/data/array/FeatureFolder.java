package dev.pith.data.array;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.run.Progress;
import dev.pith.run.ReadFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of features that were made elsewhere, as a rule in Python on a GPU, and what says of which samples they are.
 *
 * <ul>
 *   <li>{@value #KEYS}: the key of every sample in its source, a line each, in the order of the rows; UTF-8.
 *   <li>{@value #TEXTS}, of records, whose keys are only numbers: a line each, the first 16 digits of the SHA-256, in
 *       lower-case hex, of what Pith takes for the record's text; of an empty text where the record has none.
 *   <li>{@value #ABOUT}: an object with {@code samples}, their number; {@code model}, what made the features; and
 *       {@code fingerprint}, the SHA-256 in hex of the bytes of {@value #KEYS} followed by those of {@value #TEXTS}.
 *       It holds arrays and keys together: keys that are listed anew do not go with older arrays.
 *   <li>Arrays of any type of numbers, a row for each sample: {@value #EMBEDDINGS} (n x e), {@value #LOGIT_GRADIENTS}
 *       (n x c, the loss's derivatives by the logits), {@value #LOGITS} (n x c), and {@value #LAST_LAYER}
 *       (c x (e + 1), the weights of each class, the bias first).
 *   <li>{@value #LABELS}: the labels that logit gradients are of.
 * </ul>
 */
public final class FeatureFolder {
    /** The input of a network's last layer, or another vector of a sample. */
    public static final String EMBEDDINGS = "embeddings.npy";

    /** The first factor of gradients, whose second is {@link #EMBEDDINGS}. */
    public static final String LOGIT_GRADIENTS = "logit_gradients.npy";

    /** The output of the last layer. */
    public static final String LOGITS = "logits.npy";

    /** The last layer itself. */
    public static final String LAST_LAYER = "last_layer.npy";

    static final String LABELS = "labels.npy";
    static final String KEYS = "keys.txt";
    static final String TEXTS = "texts.txt";
    static final String ABOUT = "source.json";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DIGITS = 16;
    private static final String ANEW = "make the arrays anew of this source, as docs/gpu.md shows";

    private final Path directory;
    private final String[] keys;
    private final String @Nullable [] texts;
    private final String model;

    private FeatureFolder(Path directory, String[] keys, String @Nullable [] texts, String model) {
        this.directory = directory;
        this.keys = keys;
        this.texts = texts;
        this.model = model;
    }

    /** Returns whether a folder says of which samples its arrays are. */
    static boolean is(Path directory) {
        return Files.exists(directory.resolve(KEYS));
    }

    /**
     * Opens a folder; no array is read but for its header.
     *
     * @throws PithException when a file is missing, they do not go together, or an array has another number of rows
     */
    public static FeatureFolder open(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new PithException(directory + ": no such folder: check the path");
        }
        for (String name : List.of(KEYS, ABOUT)) {
            if (!Files.exists(directory.resolve(name))) {
                throw new PithException(directory + ": holds no " + name + ", which says of which samples its features"
                        + " are; docs/gpu.md shows how to write it");
            }
        }
        byte[] keyBytes = bytes(directory.resolve(KEYS));
        byte[] textBytes = Files.exists(directory.resolve(TEXTS)) ? bytes(directory.resolve(TEXTS)) : new byte[0];
        JsonNode about = about(directory.resolve(ABOUT));
        String[] keys = lines(keyBytes);
        if (about.path("samples").asLong(-1) != keys.length) {
            throw new PithException(directory.resolve(KEYS) + ": has " + keys.length + " lines, but " + ABOUT + " says "
                    + about.path("samples") + " samples; " + ANEW);
        }
        if (!new Fingerprint()
                .bytes(keyBytes)
                .bytes(textBytes)
                .hex()
                .equalsIgnoreCase(about.path("fingerprint").asText())) {
            throw new PithException(directory.resolve(ABOUT) + ": its fingerprint is not the SHA-256 of " + KEYS
                    + (textBytes.length == 0 ? "" : " and " + TEXTS) + ", so the arrays are of other samples; " + ANEW);
        }
        FeatureFolder folder = new FeatureFolder(
                directory,
                keys,
                textBytes.length == 0 ? null : lines(textBytes),
                about.path("model").asText("a model without a name"));
        Stream.of(EMBEDDINGS, LOGIT_GRADIENTS, LOGITS).filter(folder::has).forEach(folder::requireRows);
        return folder;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }

    private static JsonNode about(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new PithException(file + ": is no JSON object with samples, model and fingerprint; " + ANEW, e);
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
    }

    private static String[] lines(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.isEmpty() ? new String[0] : text.split("\r?\n"); // the last line ends, too
    }

    private void requireRows(String array) {
        NpyHeader header = NpyHeader.read(file(array));
        if (header.shape().size() != 2 || header.shape().get(0) != keys.length) {
            throw new PithException(file(array) + ": has the shape " + header.shapeText() + ", but " + KEYS + " names "
                    + keys.length + " samples, and each needs one row; " + ANEW);
        }
    }

    /** Returns where the folder is. */
    public Path directory() {
        return directory;
    }

    /** Returns n, the number of samples. */
    public int size() {
        return keys.length;
    }

    /** Returns the key of a sample. */
    public String key(int id) {
        return keys[id];
    }

    /** Returns what made the features, as whoever wrote the folder calls it. */
    public String model() {
        return model;
    }

    /** Returns whether the folder has an array. */
    public boolean has(String array) {
        return Files.exists(file(array));
    }

    /** Returns where an array is. */
    public Path file(String array) {
        return directory.resolve(array);
    }

    /** Returns how many numbers a row of an array has. */
    public int columns(String array) {
        return Math.toIntExact(NpyHeader.read(file(array)).shape().get(1));
    }

    /** Returns all files of the folder that mean something. */
    public List<Path> files() {
        return Stream.of(KEYS, TEXTS, ABOUT, EMBEDDINGS, LOGIT_GRADIENTS, LOGITS, LAST_LAYER, LABELS)
                .map(directory::resolve)
                .filter(Files::exists)
                .toList();
    }

    /** Insists on keys that can be told apart, where no source has them. */
    void requireDistinctKeys() {
        Map<String, Integer> lines = new HashMap<>();
        for (int id = 0; id < keys.length; id++) {
            Integer before = lines.putIfAbsent(keys[id], id + 1);
            if (before != null) {
                throw new PithException(file(KEYS) + ":" + (id + 1) + ": is '" + keys[id] + "', as line " + before
                        + " is; give each sample a key of its own, such as its path");
            }
        }
    }

    /**
     * Insists that the samples are those of a source, in the same order, by their keys; and by their labels, where
     * gradients depend on them. Records need {@link #requireTextsOf} as well.
     *
     * @throws PithException naming the first line that is another
     */
    public void requireKeysOf(Source source) {
        int n = Math.min(keys.length, source.size());
        int first = 0;
        while (first < n && keys[first].equals(source.key(first))) {
            first++;
        }
        if (first < Math.max(keys.length, source.size())) {
            throw new PithException(file(KEYS) + ":" + (first + 1) + ": " + difference(first, source) + "; " + ANEW);
        }
        if (has(LOGIT_GRADIENTS) && has(LABELS)) {
            source.labels().ifPresent(labels -> requireLabels(labels, source));
        }
    }

    /** Says what line {@code first} + 1 should be, and where what stands there belongs. */
    private String difference(int first, Source source) {
        String here = first < source.size() ? source.key(first) : null;
        String there = first < keys.length ? keys[first] : null;
        if (here == null) {
            return "'" + there + "' is one more than " + source.name() + " has, which are " + source.size()
                    + " samples";
        }
        String wanted = "'" + here + "', sample " + first + " of " + source.name() + ",";
        int later = Arrays.asList(keys).indexOf(here);
        if (there == null) {
            return "ends where " + wanted + " should be";
        }
        if (later < 0) {
            return "is '" + there + "' where " + wanted + " should be, which is missing";
        }
        boolean known = false;
        for (int id = first; id < source.size() && !known; id++) {
            known = source.key(id).equals(there);
        }
        return "is '" + there + "' where " + wanted + " should be, which is in line " + (later + 1)
                + (known ? ": another order" : ": one that the source does not have");
    }

    private void requireLabels(Labels here, Source source) {
        long[] there = Npy.readLongs(file(LABELS));
        long[] labels = here.values();
        if (there.length != labels.length) {
            throw new PithException(file(LABELS) + ": has " + there.length + " labels, but there are " + labels.length
                    + " samples; " + ANEW);
        }
        int other = Arrays.mismatch(there, labels);
        if (other >= 0) {
            throw new PithException(file(LABELS) + ": the label of " + source.key(other) + " is " + there[other]
                    + ", but " + labels[other] + " in " + source.name() + ", and gradients depend on labels; " + ANEW);
        }
    }

    /**
     * Insists that the texts are those of a source.
     *
     * @throws PithException naming the first record whose text is another
     */
    public void requireTextsOf(RecordSource source, Progress progress) {
        if (texts == null || texts.length != source.size()) {
            throw new PithException(directory + ": " + (texts == null ? "holds no " : "has too few lines in ") + TEXTS
                    + ", which tells of which texts its vectors are; docs/gpu.md shows how to write it");
        }
        for (int id = 0; id < texts.length; id++) {
            String text = text(source, id);
            if (!texts[id].equals(digest(text))) {
                throw new PithException(file(TEXTS) + ":" + (id + 1) + ": is of another text than record "
                        + source.key(id) + " of " + source.name() + ", " + beginning(text)
                        + "; make the arrays anew of this file, with the same fields (`text-column`, `text-template`)");
            }
            progress.onStep(id + 1, texts.length);
        }
    }

    private static String text(RecordSource source, int id) {
        try {
            return source.text(id);
        } catch (PithException e) {
            return ""; // which is left out, or refused, with the reason
        }
    }

    /** Returns the line of a text. */
    static String digest(String text) {
        return new Fingerprint()
                .bytes(text.getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, DIGITS);
    }

    private static String beginning(String text) {
        String line = text.replaceAll("\\s+", " ");
        return line.isEmpty()
                ? "which has none"
                : "'" + (line.length() > 40 ? line.substring(0, 40) + "..." : line) + "'";
    }
}
