package dev.pith.data.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The content of an image file for its reader. A reader that asks again and again for more than there is gets an error
 * that it cannot take for the end: the one for WebP takes the end for zeros, and a damaged table of codes then keeps it
 * reading them for ever.
 */
final class ContentStream extends MemoryCacheImageInputStream {
    /**
     * How often a reader may meet the end. Of whole files, those that look ahead by a word do so for each of its bits.
     */
    private static final int PATIENCE = 10_000;

    private int ends;

    ContentStream(byte[] content) {
        super(new ByteArrayInputStream(content));
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        if (value < 0) {
            end();
        }
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count < 0) {
            end();
        }
        return count;
    }

    private void end() throws IOException {
        if (++ends > PATIENCE) {
            throw new IOException("it ends too early");
        }
    }
}
