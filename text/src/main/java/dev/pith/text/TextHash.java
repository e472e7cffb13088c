package dev.pith.text;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What tells texts apart in little memory: SHA-256 of their UTF-16 units. In UTF-8 half a surrogate pair, which JSON
 * can hold, would be a question mark like any other.
 *
 * @param hex 64 digits
 */
public record TextHash(String hex) {
    private static final int UNITS = 1 << 12;

    /** Returns the hash of a text. */
    public static TextHash of(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer bytes = ByteBuffer.allocate(UNITS * Character.BYTES);
            for (int from = 0; from < text.length(); from += UNITS) {
                int to = Math.min(text.length(), from + UNITS);
                bytes.clear().asCharBuffer().put(text, from, to);
                digest.update(bytes.limit((to - from) * Character.BYTES));
            }
            return new TextHash(HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
