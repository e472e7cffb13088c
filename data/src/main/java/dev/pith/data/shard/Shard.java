package dev.pith.data.shard;

import dev.pith.PithException;
import dev.pith.data.EmptyFileException;
import dev.pith.data.Source;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One file of a source.
 *
 * @param key what it is called in keys
 * @param file as the user knows it
 * @param source what is in it
 * @param unpacked the file's content where it is compressed
 * @param start the id of its first sample
 */
record Shard<S extends Source>(String key, Path file, S source, @Nullable Unpacked unpacked, int start) {
    int end() {
        return start + source.size();
    }

    /** Asks the source, and calls the file in a failure as the user knows it. */
    <T> T ask(Supplier<T> question) {
        return named(file, unpacked, question);
    }

    static <T> T named(Path file, @Nullable Unpacked unpacked, Supplier<T> question) {
        try {
            return question.get();
        } catch (PithException e) {
            String message = String.valueOf(e.getMessage());
            if (unpacked == null || !message.contains(unpacked.file().toString())) {
                throw e;
            }
            message = message.replace(unpacked.file().toString(), file.toString());
            throw e instanceof EmptyFileException ? new EmptyFileException(message) : new PithException(message, e);
        }
    }

    void close() {
        source.close();
        if (unpacked != null) {
            unpacked.close();
        }
    }
}
