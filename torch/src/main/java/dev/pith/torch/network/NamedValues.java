package dev.pith.torch.network;

import java.nio.charset.StandardCharsets;

/** Hashes of tensor names. */
final class NamedValues {
    private NamedValues() {}

    /** Returns the 64-bit FNV-1a hash of the UTF-8 bytes of a name. */
    static long hash(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
