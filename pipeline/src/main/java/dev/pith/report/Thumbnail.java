package dev.pith.report;

import dev.pith.data.ImageSource;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;

/**
 * A small copy of an image.
 *
 * @param bytes an image file; not copied
 * @param type its media type
 */
public record Thumbnail(byte[] bytes, String type) {
    /** The longer side of a thumbnail at most, in pixels: twice what a page shows, for sharp screens. */
    public static final int SIDE = 128;

    /** Up to this side an image is kept to the pixel; a photograph of more is smaller as JPEG. */
    private static final int EXACT_SIDE = 64;

    /** Returns a {@code data:} URI with the image, scaled down where it is larger than {@link #SIDE}. */
    public static String dataUri(ImageSource.Image image) {
        Thumbnail small = of(image, SIDE);
        return "data:" + small.type + ";base64," + Base64.getEncoder().encodeToString(small.bytes);
    }

    /**
     * Returns a copy of an image, as PNG to the pixel where it is small, else as JPEG.
     *
     * @param side the longer side at most, in pixels
     */
    public static Thumbnail of(ImageSource.Image image, int side) {
        int longer = Math.max(image.width(), image.height());
        String format = longer <= EXACT_SIDE ? "png" : "jpeg";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(scaledDown(buffered(image), longer, side), format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("a thumbnail could not be encoded", e);
        }
        return new Thumbnail(bytes.toByteArray(), "image/" + format);
    }

    private static BufferedImage buffered(ImageSource.Image image) {
        BufferedImage buffered = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        int channels = image.channels();
        byte[] pixels = image.pixels();
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int at = (y * image.width() + x) * channels;
                int red = pixels[at] & 0xff;
                int green = pixels[at + (channels == 3 ? 1 : 0)] & 0xff;
                int blue = pixels[at + (channels == 3 ? 2 : 0)] & 0xff;
                buffered.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return buffered;
    }

    private static BufferedImage scaledDown(BufferedImage image, int longer, int side) {
        if (longer <= side) {
            return image;
        }
        int width = Math.max(1, Math.round((float) image.getWidth() * side / longer));
        int height = Math.max(1, Math.round((float) image.getHeight() * side / longer));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.drawImage(image.getScaledInstance(width, height, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return small;
    }
}
