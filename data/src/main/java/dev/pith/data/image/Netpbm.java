package dev.pith.data.image;

import dev.pith.data.ImageSource.Image;
import java.io.IOException;

/**
 * Reads PGM and PPM (P2, P3 as text; P5, P6 binary), which no ImageIO reader at hand does. Samples are scaled from 0 to
 * the file's maximum to 0 to 255, half up.
 *
 * <p>Format: <a href="https://netpbm.sourceforge.net/doc/ppm.html">netpbm.sourceforge.net</a>.
 */
final class Netpbm {
    private final byte[] content;
    private int at;

    private Netpbm(byte[] content, int at) {
        this.content = content;
        this.at = at;
    }

    /** What stands before the samples. */
    record Header(int format, int width, int height, int maximum, int samplesAt) {
        int channels() {
            return format == 3 || format == 6 ? 3 : 1;
        }
    }

    /** Tells whether the content is for this reader. */
    static boolean knows(byte[] content) {
        return content.length > 2
                && content[0] == 'P'
                && (content[1] == '2' || content[1] == '3' || content[1] == '5' || content[1] == '6')
                && (Character.isWhitespace(content[2]) || content[2] == '#');
    }

    static Header header(byte[] content) throws IOException {
        Netpbm in = new Netpbm(content, 2);
        int width = in.number();
        int height = in.number();
        int maximum = in.number();
        if (maximum < 1 || maximum > 65_535) {
            throw new IOException("its largest sample is given as " + maximum);
        }
        // One white space, then the samples.
        return new Header(content[1] - '0', width, height, maximum, in.at + 1);
    }

    /**
     * Reads the samples; sizes were checked by the caller.
     *
     * @param deep hears of the largest sample where the file's maximum leaves open how many of 16 bits are in use
     */
    static Image read(byte[] content, Header header, DeepSamples deep) throws IOException {
        Netpbm in = new Netpbm(content, header.samplesAt);
        int samples = header.width * header.height * header.channels();
        boolean text = header.format < 4;
        // As text a sample takes a digit and what parts it from the next.
        long least = text ? 2L * samples - 1 : header.maximum < 256 ? samples : 2L * samples;
        if (content.length - header.samplesAt < least) {
            throw new IOException("it ends too early");
        }
        byte[] pixels = new byte[samples];
        int largest = 0;
        for (int i = 0; i < samples; i++) {
            int sample = text ? in.number() : header.maximum < 256 ? in.next() : in.next() << 8 | in.next();
            largest = Math.max(largest, sample);
            int scaled = (Math.min(sample, header.maximum) * 510 + header.maximum) / (2 * header.maximum);
            pixels[i] = (byte) scaled;
        }
        if (header.maximum == 65_535) {
            deep.check(largest);
        }
        return new Image(header.width, header.height, header.channels(), pixels);
    }

    private int next() throws IOException {
        if (at >= content.length) {
            throw new IOException("it ends too early");
        }
        return content[at++] & 0xff;
    }

    private int number() throws IOException {
        int c = next();
        while (Character.isWhitespace(c) || c == '#') {
            while (c == '#') {
                c = skipComment();
            }
            if (Character.isWhitespace(c)) {
                c = next();
            }
        }
        long number = 0;
        if (!isDigit(c)) {
            throw new IOException("a number was expected at byte " + (at - 1));
        }
        while (isDigit(c)) {
            number = Math.min(Integer.MAX_VALUE, 10 * number + c - '0');
            c = at < content.length ? next() : -1;
        }
        if (c >= 0) {
            at--;
        }
        return (int) number;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private int skipComment() throws IOException {
        int c = next();
        while (c != '\n' && c != '\r') {
            c = next();
        }
        return c;
    }
}
