package dev.pith.data.patch;

import java.util.Locale;

/** How the kept pixels are compressed. */
public enum PatchCodec {
    /** Bit for bit: filtered as PNG does, then zstd. */
    LOSSLESS,
    /** JPEG, its tables stored once. */
    JPEG,
    /** Lossy WebP. */
    WEBP;

    /** Returns the name in headers and on the command line, lower case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
