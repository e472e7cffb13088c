package dev.pith.cli.option;

import dev.pith.pipeline.selection.MethodName;
import dev.pith.run.Choices;
import dev.pith.selection.BinningMethod;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a selection is made, by name: a way to make bins, or {@value MethodName#AUTO} for a ranking in place of bins.
 *
 * @param method empty for {@value MethodName#AUTO}
 */
public record BinningName(Optional<BinningMethod> method) {
    /**
     * Reads a name, in any case.
     *
     * @throws IllegalArgumentException when there is no such way
     */
    public static BinningName parse(String name) {
        String word = name.toLowerCase(Locale.ROOT);
        if (!names().contains(word)) {
            throw new IllegalArgumentException(
                    "expected one of " + String.join(", ", names()) + " but was '" + name + "'");
        }
        return new BinningName(
                word.equals(MethodName.AUTO) ? Optional.empty() : Optional.of(Choices.of(BinningMethod.class, word)));
    }

    private static List<String> names() {
        return Stream.concat(
                        Arrays.stream(BinningMethod.values()).map(BinningMethod::toString), Stream.of(MethodName.AUTO))
                .toList();
    }

    @Override
    public String toString() {
        return method.map(BinningMethod::toString).orElse(MethodName.AUTO);
    }

    /** The names, for shells to complete. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }
}
