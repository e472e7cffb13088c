package dev.pith.text;

import dev.pith.parallel.Threads;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns texts into vectors. Used by one thread; closed by whoever opened it. */
public interface Embedder extends AutoCloseable {
    /**
     * Returns all that decides the vectors, name to value; two embedders of which it is equal give equal vectors (as
     * far as whoever computes them keeps that promise).
     */
    Map<String, String> identity();

    /** Returns how many texts are best embedded at a time; what is embedded is saved that often. */
    int batch();

    /**
     * Returns the vector of each text, in the order of the texts.
     *
     * @param texts at least one, none of them blank
     * @throws dev.pith.PithException when the vectors cannot be had
     */
    float[][] embed(List<String> texts, Threads threads);

    /**
     * Returns what is read of a text that is too long to be read at once, as something to compare; nothing for the
     * others. Safe for use by several threads.
     */
    default Optional<String> excerpt(String text) {
        return Optional.empty();
    }

    /** Releases native memory and connections. */
    @Override
    void close();
}
