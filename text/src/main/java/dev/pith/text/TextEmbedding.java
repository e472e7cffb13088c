package dev.pith.text;

import dev.pith.PithException;
import dev.pith.npy.NpyWriter;
import dev.pith.parallel.Threads;
import dev.pith.run.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Embeds the texts of all records, one row each. What is made is kept batch by batch beside the result; killed at any
 * moment and started again, it goes on there and ends with the same bytes. Memory does not grow with the
 * number of records.
 */
public final class TextEmbedding implements AutoCloseable {
    private final RecordTexts texts;
    private final Embedder embedder;
    /** The ids of the records that have a text, in order; row k of the log is of the k-th. */
    private final int[] ids;

    private final RowLog log;

    private TextEmbedding(RecordTexts texts, Embedder embedder, int[] ids, RowLog log) {
        this.texts = texts;
        this.embedder = embedder;
        this.ids = ids;
        this.log = log;
    }

    /**
     * Prepares an embedding, or goes on with one.
     *
     * @param embedder not owned
     * @param log where the rows made so far are kept, in a folder that exists
     * @param fingerprint of the source: rows made of another are not gone on with
     * @param startOver forget rows that were made otherwise, instead of failing
     * @throws PithException when no record has a text, or the log holds rows that were made otherwise
     */
    public static TextEmbedding open(
            RecordTexts texts, Embedder embedder, Path log, String fingerprint, boolean startOver) {
        int[] ids = texts.ids();
        if (ids.length == 0) {
            throw new PithException("there is nothing to embed: "
                    + texts.missing().get(texts.missing().firstKey()));
        }
        Map<String, String> identity = new TreeMap<>(embedder.identity());
        identity.put("source", fingerprint);
        return new TextEmbedding(texts, embedder, ids, RowLog.open(log, identity, startOver));
    }

    /** Returns whether there are vectors already. */
    public boolean isBegun() {
        return log.rows() > 0;
    }

    /** Returns the texts that are not embedded yet, read when they are asked for. */
    public Iterable<String> remaining() {
        return () ->
                Arrays.stream(ids, log.rows(), ids.length).mapToObj(texts::text).iterator();
    }

    /**
     * Embeds what is not embedded yet.
     *
     * @param progress counts what this call has to do
     * @throws PithException when a vector cannot be had or is of another length than those before
     */
    public void embed(Threads threads, Progress progress) {
        int first = log.rows();
        while (log.rows() < ids.length) {
            int to = Math.min(ids.length, log.rows() + embedder.batch());
            List<String> batch =
                    Arrays.stream(ids, log.rows(), to).mapToObj(texts::text).toList();
            float[][] vectors = embedder.embed(batch, threads);
            int expected = log.dimension() == 0 ? vectors[0].length : log.dimension();
            for (int i = 0; i < vectors.length; i++) {
                if (vectors[i].length != expected) {
                    throw new PithException("the embedder gave " + vectors[i].length + " numbers for record "
                            + ids[log.rows() + i] + " and " + expected
                            + " for those before; the same model must embed all records");
                }
            }
            log.append(vectors);
            progress.onStep(to - first, ids.length - first);
        }
    }

    /**
     * Writes {@code float32[n, d]}; the row of a record without a text is NaN.
     *
     * @param npy replaced if it exists
     */
    public void write(Path npy) throws IOException {
        float[] row = new float[log.dimension()];
        float[] none = new float[log.dimension()];
        Arrays.fill(none, Float.NaN);
        try (NpyWriter out = new NpyWriter(npy, texts.size(), log.dimension())) {
            for (int k = 0, id = 0; id < texts.size(); id++) {
                if (k < ids.length && ids[k] == id) {
                    log.read(k++, row);
                    out.append(row);
                } else {
                    out.append(none);
                }
            }
        }
    }

    /** Deletes the rows made so far; to be called when the result is safe. */
    public static void forget(Path log) {
        RowLog.delete(log);
    }

    @Override
    public void close() {
        log.close();
    }
}
