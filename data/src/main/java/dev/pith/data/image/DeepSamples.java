package dev.pith.data.image;

import java.io.IOException;

/**
 * Watches over images with 16 bits a sample, of which the upper 8 are kept. Files do not say how many of the 16 are in
 * use: PNG's chunk sBIT means how many were significant before they were scaled to 16. So images that use the lowest
 * bits only are named or refused; to guess a scale for each would give one value several meanings in a source.
 *
 * @param name what messages call the image
 */
record DeepSamples(String name, ImageNotes notes) {
    private static final int USED_BY_8_BITS = 1 << 8;
    private static final int USED_BY_12_BITS = 1 << 12;

    /**
     * Looks at an image's largest sample.
     *
     * @throws IOException when nothing would be left of the image
     */
    void check(int largest) throws IOException {
        if (largest > 0 && largest < USED_BY_8_BITS) {
            throw new IOException(
                    "its samples of 16 bits are all below 256, and nothing is left of such in the upper 8 bits,"
                            + " which are read; convert it to 8 bits");
        }
        if (largest > 0 && largest < USED_BY_12_BITS) {
            notes.say(ImageNotes.Kind.DARK, name);
        }
    }
}
