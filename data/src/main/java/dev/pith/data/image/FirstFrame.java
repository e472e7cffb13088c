package dev.pith.data.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Where the first frame of a GIF or an animated WebP lies on the canvas that the file shows; readers return the frame
 * alone. What it leaves open is transparent; as alpha is dropped, it gets what Pillow puts there: of a palette the
 * transparent color, or else the first, of WebP black.
 *
 * @param width of the canvas
 * @param height of the canvas
 * @param left where the frame lies
 * @param top where the frame lies
 */
record FirstFrame(int width, int height, int left, int top) {

    /** Returns the place of a GIF's first frame; a canvas that is too small for it grows. */
    static FirstFrame ofGif(ImageReader reader) throws IOException {
        Element screen = element(
                reader.getStreamMetadata().getAsTree("javax_imageio_gif_stream_1.0"), "LogicalScreenDescriptor");
        Element frame = element(reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0"), "ImageDescriptor");
        int left = number(frame, "imageLeftPosition");
        int top = number(frame, "imageTopPosition");
        return new FirstFrame(
                Math.max(number(screen, "logicalScreenWidth"), left + reader.getWidth(0)),
                Math.max(number(screen, "logicalScreenHeight"), top + reader.getHeight(0)),
                left,
                top);
    }

    /**
     * Returns the place of an animated WebP's first frame; null when the file is a still image.
     *
     * <p>Format: <a href="https://developers.google.com/speed/webp/docs/riff_container">riff_container</a>.
     */
    static @Nullable FirstFrame ofWebp(byte[] content) {
        ByteBuffer canvas = Chunks.find(content, "VP8X");
        ByteBuffer frame = Chunks.find(content, "ANMF");
        if (canvas == null || frame == null || canvas.limit() < 10 || frame.limit() < 12) {
            return null;
        }
        return new FirstFrame(u24(canvas, 4) + 1, u24(canvas, 7) + 1, 2 * u24(frame, 0), 2 * u24(frame, 3));
    }

    private static int u24(ByteBuffer bytes, int at) {
        return (bytes.get(at) & 0xff) | (bytes.get(at + 1) & 0xff) << 8 | (bytes.get(at + 2) & 0xff) << 16;
    }

    private static Element element(org.w3c.dom.Node tree, String name) throws IOException {
        NodeList found = ((Element) tree).getElementsByTagName(name);
        if (found.getLength() == 0) {
            throw new IOException("it lacks a " + name);
        }
        return (Element) found.item(0);
    }

    private static int number(Element element, String attribute) {
        return Integer.parseInt(element.getAttribute(attribute));
    }

    /** Returns the canvas with the frame on it. */
    BufferedImage onCanvas(BufferedImage frame) throws IOException {
        if (frame.getWidth() == width && frame.getHeight() == height) {
            return frame;
        }
        if (left + frame.getWidth() > width || top + frame.getHeight() > height) {
            throw new IOException("its first frame sticks out of its canvas");
        }
        ColorModel colors = frame.getColorModel();
        WritableRaster canvas = colors.createCompatibleWritableRaster(width, height);
        if (colors instanceof IndexColorModel palette) {
            int[] row = new int[width];
            Arrays.fill(row, Math.max(0, palette.getTransparentPixel()));
            for (int y = 0; y < height; y++) {
                canvas.setSamples(0, y, width, 1, 0, row);
            }
        }
        canvas.setRect(left, top, frame.getRaster());
        return new BufferedImage(colors, canvas, colors.isAlphaPremultiplied(), null);
    }
}
