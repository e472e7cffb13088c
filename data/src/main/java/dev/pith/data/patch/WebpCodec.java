package dev.pith.data.patch;

import com.luciad.imageio.webp.CompressionType;
import com.luciad.imageio.webp.WebPImageWriterSpi;
import com.luciad.imageio.webp.WebPWriteParam;
import com.luciad.imageio.webp.WebPWriter;
import dev.pith.data.ImageSource.Image;
import dev.pith.data.image.ImageDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Lossy WebP at one quality, without the twenty bytes of its container: a file is {@code RIFF}, the length of what
 * follows, {@code WEBP}, {@code VP8 }, the length of the payload, the payload, and a byte of padding where that is odd.
 */
final class WebpCodec implements PixelCodec {
    private static final int CONTAINER_BYTES = 20;
    /** Libwebp's most thorough. */
    private static final int METHOD = 6;

    private final PatchGrid grid;
    private final float quality;

    WebpCodec(PatchFormat format) {
        this.grid = format.grid();
        this.quality = format.quality() / 100f;
    }

    @Override
    public Payload encode(Image image, boolean[] kept) throws IOException {
        WebPWriteParam parameters = new WebPWriteParam(Locale.ROOT);
        parameters.setCompressionMode(WebPWriteParam.MODE_EXPLICIT);
        parameters.setCompressionType(CompressionType.Lossy);
        parameters.setCompressionQuality(quality);
        parameters.setMethod(METHOD);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WebPWriter writer = (WebPWriter) new WebPImageWriterSpi().createWriterInstance(null);
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(Canvas.buffered(Canvas.smooth(grid, image, kept)), null, null), parameters);
        } finally {
            writer.dispose();
        }
        byte[] file = bytes.toByteArray();
        String form = new String(file, 12, 4, StandardCharsets.US_ASCII);
        if (!form.equals("VP8 ")) {
            throw new IOException("the WebP library wrote a part '" + form + "' where lossy pixels were asked for");
        }
        int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(16);
        return new Payload(0, Arrays.copyOfRange(file, CONTAINER_BYTES, CONTAINER_BYTES + length));
    }

    @Override
    public byte[] decode(Payload payload, int channels, boolean[] kept) throws IOException {
        int length = payload.bytes().length;
        ByteBuffer file =
                ByteBuffer.allocate(CONTAINER_BYTES + length + length % 2).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(file.capacity() - 8)
                .put("WEBPVP8 ".getBytes(StandardCharsets.US_ASCII))
                .putInt(length)
                .put(payload.bytes());
        return Canvas.pixels(grid, ImageDecoder.decode(file.array(), "its WebP"), channels);
    }

    @Override
    public byte[] shared() {
        return new byte[0];
    }
}
