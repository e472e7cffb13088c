package dev.pith.npy;

import dev.pith.PithException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Python dictionary in a header: the keys {@code descr}, {@code fortran_order} and {@code shape}, in any
 * order, each once.
 *
 * <p>It knows strings without escapes, {@code True}, {@code False} and tuples of whole numbers (with the {@code L} of
 * Python 2), and nothing else of Python.
 */
final class NpyDictionary {
    private static final int LONGEST_NUMBER = 18; // digits that always fit a long

    private final Path file;
    private final String text;
    private int at;

    private @Nullable NpyType type;
    private @Nullable Boolean fortranOrder;
    private @Nullable List<Long> shape;

    NpyDictionary(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Returns the header.
     *
     * @throws PithException when the text is no such dictionary or describes no array of numbers
     */
    NpyHeader header(long dataOffset) {
        expect('{');
        while (!accept('}')) {
            entry();
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skipSpace();
        if (at != text.length()) {
            throw unexpected("the end");
        }
        if (type == null || fortranOrder == null || shape == null) {
            throw NpyFault.damagedHeader(file, "it lacks descr, fortran_order or shape");
        }
        if (!NpyHeader.isPossible(shape, type.bytes(), dataOffset)) {
            throw NpyFault.damagedHeader(file, "no file holds an array of shape " + shape);
        }
        return new NpyHeader(type, fortranOrder, shape, dataOffset);
    }

    private void entry() {
        String key = string();
        expect(':');
        switch (key) {
            case "descr" -> type = type();
            case "fortran_order" -> fortranOrder = bool();
            case "shape" -> shape = shape();
            default -> throw NpyFault.damagedHeader(file, "it has an unknown key");
        }
    }

    private NpyType type() {
        skipSpace();
        if (peek() == '[' || peek() == '(') {
            throw NpyFault.unsupportedType(file, null);
        }
        String description = string();
        NpyType parsed = NpyType.parse(description);
        if (parsed == null) {
            boolean printable = description.length() <= 16 && description.matches("[\\x21-\\x7e]+");
            throw NpyFault.unsupportedType(file, printable ? description : "(unreadable)");
        }
        return parsed;
    }

    private String string() {
        skipSpace();
        char quote = peek();
        int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
        if (end < 0) {
            throw unexpected("a string");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private boolean bool() {
        skipSpace();
        for (String word : new String[] {"True", "False"}) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("True");
            }
        }
        throw unexpected("True or False");
    }

    private List<Long> shape() {
        List<Long> lengths = new ArrayList<>();
        expect('(');
        while (!accept(')')) {
            lengths.add(number());
            if (!accept(',')) {
                expect(')');
                break;
            }
        }
        return lengths;
    }

    private long number() {
        skipSpace();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from || at - from > LONGEST_NUMBER) {
            at = from;
            throw unexpected("the length of a dimension");
        }
        long value = Long.parseLong(text, from, at, 10);
        if (peek() == 'L') {
            at++;
        }
        return value;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean accept(char wanted) {
        skipSpace();
        if (peek() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char wanted) {
        if (!accept(wanted)) {
            throw unexpected(String.valueOf(wanted));
        }
    }

    private void skipSpace() {
        while (peek() == ' ' || peek() == '\n') {
            at++;
        }
    }

    private PithException unexpected(String expected) {
        return NpyFault.damagedHeader(file, "it should have " + expected + " at character " + at);
    }
}
