package dev.pith.data.patch;

import dev.pith.data.ImageSource.Image;
import dev.pith.data.image.ImageDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * JPEG at one quality. Files of one size begin alike, with 330 bytes of tables in grey and 620 in color, more than a
 * small image's own: those are stored once.
 *
 * <p>The variant is 0 where the tables and the end marker, two bytes, were taken away, else 1.
 */
final class JpegCodec implements PixelCodec {
    private static final int BARE = 0;
    private static final int WHOLE = 1;
    private static final int END_BYTES = 2;
    private static final byte START_OF_SCAN = (byte) 0xda;

    private final PatchGrid grid;
    private final float quality;
    private final byte[] grey;
    private final byte[] color;

    private JpegCodec(PatchFormat format, byte[] grey, byte[] color) {
        this.grid = format.grid();
        this.quality = format.quality() / 100f;
        this.grey = grey;
        this.color = color;
    }

    /** Makes an encoder; its tables are those of whatever images are to be stored. */
    static JpegCodec forImages(PatchFormat format, boolean anyGrey, boolean anyColor) throws IOException {
        JpegCodec plain = new JpegCodec(format, new byte[0], new byte[0]);
        return new JpegCodec(format, anyGrey ? plain.tables(1) : new byte[0], anyColor ? plain.tables(3) : new byte[0]);
    }

    /**
     * Makes a decoder. {@code shared} is the length of the tables for grey in two bytes, lower first, those, and
     * those for color.
     */
    static JpegCodec of(PatchFormat format, byte[] shared) throws IOException {
        int length = shared.length < 2 ? -1 : (shared[0] & 0xff) | (shared[1] & 0xff) << 8;
        if (length < 0 || length + 2 > shared.length) {
            throw new IOException("its JPEG tables are cut off");
        }
        return new JpegCodec(
                format,
                Arrays.copyOfRange(shared, 2, 2 + length),
                Arrays.copyOfRange(shared, 2 + length, shared.length));
    }

    private byte[] tables(int channels) throws IOException {
        int pixels = grid.width() * grid.height();
        byte[] file = file(new Image(grid.width(), grid.height(), channels, new byte[pixels * channels]));
        for (int at = 2; at + 4 <= file.length; ) {
            int length = (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
            boolean last = file[at + 1] == START_OF_SCAN;
            at += 2 + length;
            if (last) {
                return Arrays.copyOf(file, at);
            }
        }
        throw new IOException("Java wrote a JPEG without a scan");
    }

    @Override
    public Payload encode(Image image, boolean[] kept) throws IOException {
        byte[] file = file(Canvas.smooth(grid, image, kept));
        byte[] tables = image.channels() == 1 ? grey : color;
        boolean shared = tables.length > 0 && Arrays.equals(file, 0, tables.length, tables, 0, tables.length);
        return shared
                ? new Payload(BARE, Arrays.copyOfRange(file, tables.length, file.length - END_BYTES))
                : new Payload(WHOLE, file);
    }

    private byte[] file(Image image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.setOutput(out);
            writer.write(null, new IIOImage(Canvas.buffered(image), null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @Override
    public byte[] decode(Payload payload, int channels, boolean[] kept) throws IOException {
        byte[] file = payload.bytes();
        if (payload.variant() == BARE) {
            byte[] tables = channels == 1 ? grey : color;
            byte[] scan = payload.bytes();
            file = Arrays.copyOf(tables, tables.length + scan.length + END_BYTES);
            System.arraycopy(scan, 0, file, tables.length, scan.length);
            file[file.length - 2] = (byte) 0xff;
            file[file.length - 1] = (byte) 0xd9;
        } else if (payload.variant() != WHOLE) {
            throw new IOException("there is no form " + payload.variant() + " of JPEG");
        }
        return Canvas.pixels(grid, ImageDecoder.decode(file, "its JPEG"), channels);
    }

    @Override
    public byte[] shared() {
        byte[] shared = new byte[2 + grey.length + color.length];
        shared[0] = (byte) grey.length;
        shared[1] = (byte) (grey.length >> 8);
        System.arraycopy(grey, 0, shared, 2, grey.length);
        System.arraycopy(color, 0, shared, 2 + grey.length, color.length);
        return shared;
    }
}
