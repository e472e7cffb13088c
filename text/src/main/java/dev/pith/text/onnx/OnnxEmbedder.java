package dev.pith.text.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.text.Embedder;
import dev.pith.text.LongTexts;
import dev.pith.text.LongTexts.Span;
import dev.pith.text.onnx.OnnxModel.Pooling;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Embeds texts by a network in ONNX. Of a text with more pieces than the network looks at, marks of its beginning and
 * end among them, the beginning, the end, or windows are looked at.
 *
 * <p>Every text goes through the network by itself, and the threads share the texts of a batch. So its vector depends
 * on nothing but the text: in a batch padded to one length, a network of 8 bits takes the scale of its activations from
 * all texts together, and the vector of a text turns by up to ten degrees with its neighbours. On two cores it is also
 * faster than padded batches.
 */
public final class OnnxEmbedder implements Embedder {
    /** A second or so of work on a small machine: what a kill costs. */
    private static final int BATCH = 256;

    private final OnnxModel model;
    private final LongTexts longTexts;
    private final WordPieces pieces;
    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String output;

    private OnnxEmbedder(OnnxModel model, LongTexts longTexts) {
        this.model = model;
        this.longTexts = longTexts;
        this.pieces = WordPieces.of(model.tokenizer(), model.name());
        this.environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1); // texts are shared out between threads, not their products
            options.setInterOpNumThreads(1);
            this.session = environment.createSession(model.network(), options);
            this.output = output(session);
        } catch (OrtException e) {
            pieces.close();
            throw new PithException(
                    model.name() + ": is no network that ONNX Runtime can run (" + e.getMessage() + ")", e);
        }
    }

    /** Opens all-MiniLM-L6-v2: 384 numbers a text, of length 1. */
    public static OnnxEmbedder minilm(LongTexts longTexts) {
        return new OnnxEmbedder(OnnxModel.minilm(), longTexts);
    }

    /**
     * Opens a sentence-transformer exported to ONNX.
     *
     * @param folder with its network and {@code tokenizer.json}
     * @throws PithException when a file is missing or not what it should be
     */
    public static OnnxEmbedder folder(Path folder, LongTexts longTexts) {
        return new OnnxEmbedder(OnnxModel.folder(folder), longTexts);
    }

    /** Returns the output with a vector for each piece, or for the text. */
    private static String output(OrtSession session) {
        for (String name : List.of("last_hidden_state", "token_embeddings")) {
            if (session.getOutputNames().contains(name)) {
                return name;
            }
        }
        return session.getOutputNames().iterator().next();
    }

    @Override
    public Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("embedder", model.name());
        identity.put("model", model.fingerprint());
        identity.put("pieces", Integer.toString(model.mostPieces()));
        identity.put("pooling", model.pooling().name().toLowerCase(Locale.ROOT));
        identity.put("normalized", Boolean.toString(model.normalized()));
        if (longTexts != LongTexts.HEAD) {
            identity.put("long texts", longTexts.toString());
        }
        return identity;
    }

    @Override
    public int batch() {
        return BATCH;
    }

    @Override
    public float[][] embed(List<String> texts, Threads threads) {
        MarkedPieces[] all = new MarkedPieces[texts.size()];
        threads.forEach(all.length, i -> all[i] = pieces.pieces(texts.get(i)));
        // The longest first, so that no thread is left with one when the others are done.
        int[] order = IntStream.range(0, all.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -all[i].count()))
                .mapToInt(Integer::intValue)
                .toArray();
        float[][] vectors = new float[all.length][];
        threads.forEach(order.length, k -> vectors[order[k]] = vector(all[order[k]]));
        return vectors;
    }

    private float[] vector(MarkedPieces text) {
        List<Span> spans = spans(text);
        return LongTexts.mean(
                spans.stream().map(span -> vector(text.marked(span))).toList(), spans);
    }

    private List<Span> spans(MarkedPieces text) {
        return longTexts.spans(text.count(), Math.max(1, model.mostPieces() - text.marks()));
    }

    @Override
    public Optional<String> excerpt(String text) {
        MarkedPieces all = pieces.pieces(text);
        List<Span> spans = spans(all);
        Span first = spans.get(0);
        return first.length() == all.count()
                ? Optional.empty()
                : Optional.of(spans.stream()
                        .map(span -> Arrays.toString(all.marked(span)))
                        .collect(Collectors.joining()));
    }

    private float[] vector(long[] ids) {
        long[] shape = {1, ids.length};
        long[] ones = new long[ids.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor pieceIds = OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), shape);
                OnnxTensor attention = OnnxTensor.createTensor(environment, LongBuffer.wrap(ones), shape);
                OnnxTensor types = OnnxTensor.createTensor(environment, LongBuffer.wrap(new long[ids.length]), shape)) {
            Map<String, OnnxTensor> inputs = new LinkedHashMap<>();
            for (String name : session.getInputNames()) {
                inputs.put(
                        name,
                        switch (name) {
                            case "input_ids" -> pieceIds;
                            case "attention_mask" -> attention;
                            case "token_type_ids" -> types;
                            default -> throw new PithException(model.name() + ": wants an input '" + name
                                    + "'; networks take input_ids, attention_mask and token_type_ids");
                        });
            }
            try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                return pooled(result.get(0));
            }
        } catch (OrtException e) {
            throw new PithException(model.name() + ": failed on a text (" + e.getMessage() + ")", e);
        }
    }

    /** Returns one vector of [1, pieces, d], or of [1, d], which is one already. */
    private float[] pooled(OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor) || !(value.getInfo() instanceof TensorInfo info)) {
            throw new PithException(model.name() + ": its output '" + output + "' is no tensor");
        }
        FloatBuffer numbers = tensor.getFloatBuffer();
        long[] shape = info.getShape();
        if (numbers == null || (shape.length != 2 && shape.length != 3)) {
            throw new PithException(model.name() + ": its output '" + output + "' is " + info
                    + "; expected float32 of [texts, pieces, d] or [texts, d]");
        }
        int d = Math.toIntExact(shape[shape.length - 1]);
        int rows = shape.length == 2 || model.pooling() == Pooling.CLS ? 1 : Math.toIntExact(shape[1]);
        double[] sum = new double[d];
        float[] row = new float[d];
        for (int r = 0; r < rows; r++) {
            numbers.get(row);
            for (int j = 0; j < d; j++) {
                sum[j] += row[j];
            }
        }
        double norm = 0;
        for (double v : sum) {
            norm += v * v;
        }
        double scale = model.normalized() ? Math.sqrt(norm) : rows;
        float[] vector = new float[d];
        for (int j = 0; j < d; j++) {
            vector[j] = (float) (sum[j] / scale);
        }
        return vector;
    }

    @Override
    public void close() {
        pieces.close();
        try {
            session.close();
        } catch (OrtException e) {
            throw new PithException(model.name() + ": cannot be closed (" + e.getMessage() + ")", e);
        }
    }
}
