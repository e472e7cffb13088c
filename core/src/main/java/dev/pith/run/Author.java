package dev.pith.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who works on a run, for its manifest.
 *
 * @param version Pith's version
 * @param command the command, word by word
 * @param seed the command's seed, when it has one
 */
public record Author(String version, List<String> command, @Nullable Long seed) {
    /** Copies the words. */
    public Author {
        command = List.copyOf(command);
    }
}
