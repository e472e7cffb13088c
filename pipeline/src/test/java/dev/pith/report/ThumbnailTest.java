package dev.pith.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.ImageSource.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ThumbnailTest {
    @Test
    void keepsSmallImagesToThePixel() throws IOException {
        BufferedImage grey = decoded(Thumbnail.dataUri(new Image(2, 1, 1, new byte[] {0, (byte) 200})), "png");
        BufferedImage color = decoded(Thumbnail.dataUri(new Image(1, 1, 3, new byte[] {10, 20, (byte) 250})), "png");

        assertThat(grey.getRGB(0, 0)).isEqualTo(0xff000000);
        assertThat(grey.getRGB(1, 0)).isEqualTo(0xffc8c8c8);
        assertThat(color.getRGB(0, 0)).isEqualTo(0xff0a14fa);
    }

    @Test
    void scalesLargeImagesDownInProportion() throws IOException {
        BufferedImage wide = decoded(Thumbnail.dataUri(new Image(640, 160, 3, new byte[640 * 160 * 3])), "jpeg");
        BufferedImage line = decoded(Thumbnail.dataUri(new Image(1, 5_000, 1, new byte[5_000])), "jpeg");

        assertThat(wide.getWidth()).isEqualTo(Thumbnail.SIDE);
        assertThat(wide.getHeight()).isEqualTo(Thumbnail.SIDE / 4);
        assertThat(line.getWidth()).isEqualTo(1);
    }

    private static BufferedImage decoded(String uri, String format) throws IOException {
        String prefix = "data:image/" + format + ";base64,";
        assertThat(uri).startsWith(prefix);
        return ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(uri.substring(prefix.length()))));
    }
}
