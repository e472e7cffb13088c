package dev.pith.data.array;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.KeyIndex;
import dev.pith.Keys;
import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.data.Labels;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.npy.Npy;
import dev.pith.npy.NpyHeader;
import dev.pith.run.Progress;
import dev.pith.run.ReadFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
    private final Keys keys;
    private final @Nullable Keys texts;
    private final String model;

    private FeatureFolder(Path directory, Keys keys, @Nullable Keys texts, String model) {
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
        JsonNode about = about(directory.resolve(ABOUT));
        Keys keys = lines(directory.resolve(KEYS));
        Path textFile = directory.resolve(TEXTS);
        Keys texts = textFile.toFile().length() > 0 ? lines(textFile) : null;
        if (about.path("samples").asLong(-1) != keys.size()) {
            throw new PithException(directory.resolve(KEYS) + ": has " + keys.size() + " lines, but " + ABOUT + " says "
                    + about.path("samples") + " samples; " + ANEW);
        }
        if (!fingerprint(directory).equalsIgnoreCase(about.path("fingerprint").asText())) {
            throw new PithException(directory.resolve(ABOUT) + ": its fingerprint is not the SHA-256 of " + KEYS
                    + (texts == null ? "" : " and " + TEXTS) + ", so the arrays are of other samples; " + ANEW);
        }
        FeatureFolder folder =
                new FeatureFolder(directory, keys, texts, about.path("model").asText("a model without a name"));
        Stream.of(EMBEDDINGS, LOGIT_GRADIENTS, LOGITS).filter(folder::has).forEach(folder::requireRows);
        return folder;
    }

    /** Returns the SHA-256 of the bytes of keys and texts, which may be hundreds of megabytes. */
    private static String fingerprint(Path directory) {
        Fingerprint fingerprint = new Fingerprint();
        for (String name : List.of(KEYS, TEXTS)) {
            Path file = directory.resolve(name);
            if (Files.exists(file)) {
                try {
                    fingerprint.wholeFile(file);
                } catch (IOException e) {
                    throw ReadFailure.of(file, e);
                }
            }
        }
        return fingerprint.hex();
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

    /** Returns the lines of a file but for empty ones at its end. */
    private static Keys lines(Path file) {
        Keys lines = new Keys();
        try (InputStream bytes = Files.newInputStream(file);
                Reader in = new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            int number = 0;
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                if (line.length() > 0 && line.charAt(line.length() - 1) == '\r') {
                    line.setLength(line.length() - 1);
                }
                add(lines, number++, line);
            }
            add(lines, number, line); // that no line break ends
        } catch (IOException e) {
            throw ReadFailure.of(file, e);
        }
        return lines;
    }

    /** Adds a line, and the empty ones before it; empty ones wait until another follows. */
    private static void add(Keys lines, int number, StringBuilder line) {
        if (line.length() > 0) {
            while (lines.size() < number) {
                lines.add("");
            }
            lines.add(line.toString());
            line.setLength(0);
        }
    }

    private void requireRows(String array) {
        NpyHeader header = NpyHeader.read(file(array));
        if (header.shape().size() != 2 || header.shape().get(0) != keys.size()) {
            throw new PithException(file(array) + ": has the shape " + header.shapeText() + ", but " + KEYS + " names "
                    + keys.size() + " samples, and each needs one row; " + ANEW);
        }
    }

    /** Returns where the folder is. */
    public Path directory() {
        return directory;
    }

    /** Returns n, the number of samples. */
    public int size() {
        return keys.size();
    }

    /** Returns the key of a sample. */
    public String key(int id) {
        return keys.get(id);
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
        KeyIndex lines = new KeyIndex(keys::get);
        for (int id = 0; id < keys.size(); id++) {
            int before = lines.putIfAbsent(keys.get(id), id);
            if (before != KeyIndex.NONE) {
                throw new PithException(file(KEYS) + ":" + (id + 1) + ": is '" + keys.get(id) + "', as line "
                        + (before + 1) + " is; give each sample a key of its own, such as its path");
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
        int n = Math.min(keys.size(), source.size());
        int first = 0;
        while (first < n && keys.get(first).equals(source.key(first))) {
            first++;
        }
        if (first < Math.max(keys.size(), source.size())) {
            throw new PithException(file(KEYS) + ":" + (first + 1) + ": " + difference(first, source) + "; " + ANEW);
        }
        if (has(LOGIT_GRADIENTS) && has(LABELS)) {
            source.labels().ifPresent(labels -> requireLabels(labels, source));
        }
    }

    /** Says what line {@code first} + 1 should be, and where what stands there belongs. */
    private String difference(int first, Source source) {
        String here = first < source.size() ? source.key(first) : null;
        String there = first < keys.size() ? keys.get(first) : null;
        if (here == null) {
            return "'" + there + "' is one more than " + source.name() + " has, which are " + source.size()
                    + " samples";
        }
        String wanted = "'" + here + "', sample " + first + " of " + source.name() + ",";
        int later = keys.indexOf(here);
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
        if (texts == null || texts.size() != source.size()) {
            throw new PithException(directory + ": " + (texts == null ? "holds no " : "has too few lines in ") + TEXTS
                    + ", which tells of which texts its vectors are; docs/gpu.md shows how to write it");
        }
        for (int id = 0; id < texts.size(); id++) {
            String text = text(source, id);
            if (!texts.get(id).equals(digest(text))) {
                throw new PithException(file(TEXTS) + ":" + (id + 1) + ": is of another text than record "
                        + source.key(id) + " of " + source.name() + ", " + beginning(text)
                        + "; make the arrays anew of this file, with the same fields (`text-column`, `text-template`)");
            }
            progress.onStep(id + 1, texts.size());
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
