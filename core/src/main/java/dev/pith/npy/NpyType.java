package dev.pith.npy;

import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The type of the numbers in a file.
 *
 * @param kind what they are
 * @param bytes the size of one, 1 to 8
 * @param order the byte order; of single bytes always that of this machine
 */
public record NpyType(Kind kind, int bytes, ByteOrder order) {
    private static final Pattern DESCRIPTION = Pattern.compile("([<>|=]?)([biuf])([1248])");

    static final NpyType FLOAT16 = new NpyType(Kind.FLOAT, 2, ByteOrder.LITTLE_ENDIAN);
    static final NpyType FLOAT32 = new NpyType(Kind.FLOAT, 4, ByteOrder.LITTLE_ENDIAN);
    static final NpyType FLOAT64 = new NpyType(Kind.FLOAT, 8, ByteOrder.LITTLE_ENDIAN);
    static final NpyType UINT8 = new NpyType(Kind.UNSIGNED, 1, ByteOrder.nativeOrder());
    static final NpyType INT64 = new NpyType(Kind.SIGNED, 8, ByteOrder.LITTLE_ENDIAN);

    /** Kinds of numbers. */
    public enum Kind {
        /** One byte, 0 or 1. */
        BOOL('b'),
        /** Two's complement. */
        SIGNED('i'),
        /** Unsigned. */
        UNSIGNED('u'),
        /** IEEE 754: half, single, double. */
        FLOAT('f');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    /** Checks that there is such a type. */
    public NpyType {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(order);
        boolean exists = kind == Kind.BOOL ? bytes == 1 : bytes == 2 || bytes == 4 || bytes == 8 || bytes == 1;
        if (!exists || (kind == Kind.FLOAT && bytes == 1)) {
            throw new IllegalArgumentException("there is no " + kind + " of " + bytes + " bytes");
        }
    }

    /** Returns the type that a header describes, such as {@code <f4}, or null when it is none of ours. */
    static @Nullable NpyType parse(String description) {
        Matcher matcher = DESCRIPTION.matcher(description);
        if (!matcher.matches()) {
            return null;
        }
        int bytes = Integer.parseInt(matcher.group(3));
        char letter = matcher.group(2).charAt(0);
        for (Kind kind : Kind.values()) {
            if (kind.letter == letter) {
                boolean none = (kind == Kind.BOOL && bytes != 1) || (kind == Kind.FLOAT && bytes == 1);
                return none ? null : new NpyType(kind, bytes, order(matcher.group(1), bytes));
            }
        }
        return null;
    }

    private static ByteOrder order(String mark, int bytes) {
        if (bytes == 1) {
            return ByteOrder.nativeOrder();
        }
        return switch (mark) {
            case "<" -> ByteOrder.LITTLE_ENDIAN;
            case ">" -> ByteOrder.BIG_ENDIAN;
            default -> ByteOrder.nativeOrder();
        };
    }

    /** Returns how a header describes the type. */
    String description() {
        String mark = bytes == 1 ? "|" : order == ByteOrder.LITTLE_ENDIAN ? "<" : ">";
        return mark + kind.letter + bytes;
    }

    /** Returns whether the numbers are whole. */
    public boolean isInteger() {
        return kind != Kind.FLOAT;
    }

    /** Returns NumPy's name of the type, such as {@code float32}. */
    @Override
    public String toString() {
        return switch (kind) {
            case BOOL -> "bool";
            case SIGNED -> "int" + 8 * bytes;
            case UNSIGNED -> "uint" + 8 * bytes;
            case FLOAT -> String.format(Locale.ROOT, "float%d", 8 * bytes);
        };
    }
}
