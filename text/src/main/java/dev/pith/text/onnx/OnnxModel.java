package dev.pith.text.onnx;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A network and what belongs to it.
 *
 * @param name what users call it
 * @param network the ONNX file; not copied
 * @param tokenizer its {@code tokenizer.json}; not copied
 * @param mostPieces how many pieces of a text it looks at: the first ones
 * @param pooling how the vectors of the pieces become one
 * @param normalized whether that one is scaled to length 1
 * @param fingerprint of its files
 */
record OnnxModel(
        String name,
        byte[] network,
        byte[] tokenizer,
        int mostPieces,
        Pooling pooling,
        boolean normalized,
        String fingerprint) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final String MINILM_TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";

    /** What BERT and its like can look at. */
    private static final int USUAL_PIECES = 512;

    /** How the vectors of a text's pieces become one. */
    enum Pooling {
        MEAN,
        CLS
    }

    /** all-MiniLM-L6-v2 with weights of 8 bits, from a jar; looks at 256 pieces, as its authors trained it to. */
    static OnnxModel minilm() {
        byte[] network = resource("/all-minilm-l6-v2-q.onnx");
        byte[] tokenizer = resource(MINILM_TOKENIZER);
        return new OnnxModel(
                "minilm",
                network,
                tokenizer,
                256,
                Pooling.MEAN,
                true,
                "all-minilm-l6-v2-q, " + network.length + " bytes");
    }

    static byte[] resource(String name) {
        try (InputStream in = OnnxModel.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar with " + name + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new PithException(name + ": cannot be read from its jar (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Reads a folder as sentence-transformers lays it out: {@code model.onnx} there or in {@code onnx/},
     * {@code tokenizer.json}, and what {@code modules.json}, {@code 1_Pooling/config.json} and
     * {@code sentence_bert_config.json} say, where they are. Without them vectors are averaged and normalized and 512
     * pieces looked at.
     *
     * @throws PithException when a file is missing or cannot be read
     */
    static OnnxModel folder(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new PithException(folder + ": no such folder; onnx:DIR wants one with model.onnx and tokenizer.json");
        }
        Path network = network(folder);
        Path tokenizer = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(tokenizer)) {
            throw new PithException(folder + ": holds no tokenizer.json; save the tokenizer of the model there");
        }
        return new OnnxModel(
                "onnx:" + folder.getFileName(),
                bytes(network),
                bytes(tokenizer),
                mostPieces(folder, tokenizer),
                pooling(folder),
                normalized(folder),
                Fingerprint.ofFiles(List.of(network, tokenizer)));
    }

    private static Path network(Path folder) {
        List<Path> usual =
                List.of(folder.resolve("model.onnx"), folder.resolve("onnx").resolve("model.onnx"));
        for (Path file : usual) {
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> networks = files.filter(
                            file -> file.getFileName().toString().endsWith(".onnx"))
                    .toList();
            if (networks.size() == 1) {
                return networks.get(0);
            }
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
        throw new PithException(folder + ": holds no model.onnx; export the model to ONNX and put it there");
    }

    private static int mostPieces(Path folder, Path tokenizer) {
        int trained = json(folder.resolve("sentence_bert_config.json"))
                .path("max_seq_length")
                .asInt(0);
        int cut = json(tokenizer).path("truncation").path("max_length").asInt(USUAL_PIECES);
        return trained > 0 ? trained : cut;
    }

    private static Pooling pooling(Path folder) {
        Path file = folder.resolve("1_Pooling").resolve("config.json");
        JsonNode config = json(file);
        if (config.path("pooling_mode_cls_token").asBoolean(false)) {
            return Pooling.CLS;
        }
        if (config.isMissingNode() || config.path("pooling_mode_mean_tokens").asBoolean(false)) {
            return Pooling.MEAN;
        }
        throw new PithException(file + ": asks for another pooling than mean or cls, which is not supported");
    }

    private static boolean normalized(Path folder) {
        JsonNode modules = json(folder.resolve("modules.json"));
        if (modules.isMissingNode()) {
            return true;
        }
        for (JsonNode module : modules) {
            if (module.path("type").asText().endsWith("Normalize")) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode json(Path file) {
        if (!Files.isRegularFile(file)) {
            return JSON.missingNode();
        }
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static PithException unreadable(Path file, IOException e) {
        return new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
    }
}
