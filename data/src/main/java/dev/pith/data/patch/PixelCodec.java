package dev.pith.data.patch;

import dev.pith.data.ImageSource.Image;
import java.io.IOException;

/** Compresses the kept pixels of images of one size. Safe for several threads. */
interface PixelCodec {
    /**
     * Kept pixels, compressed.
     *
     * @param variant a number below 64 that says how; what it means is the codec's
     */
    record Payload(int variant, byte[] bytes) {}

    /**
     * Compresses.
     *
     * @param image all its pixels, of which those of dropped patches may be whatever compresses best
     */
    Payload encode(Image image, boolean[] kept) throws IOException;

    /**
     * Returns {@code byte[height * width * channels]}; what it holds for dropped patches has no meaning.
     *
     * @throws IOException when the payload is none of this codec's
     */
    byte[] decode(Payload payload, int channels, boolean[] kept) throws IOException;

    /** Returns what a decoder needs besides payloads; stored once, in the header. */
    byte[] shared();

    /** Makes a decoder from a header. */
    static PixelCodec of(PatchFormat format, byte[] shared) throws IOException {
        return switch (format.codec()) {
            case LOSSLESS -> new LosslessCodec(format.grid(), shared);
            case JPEG -> JpegCodec.of(format, shared);
            case WEBP -> new WebpCodec(format);
        };
    }
}
