package dev.pith.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignFormatTest {

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    \\0\\0\\0\\x18ftypheic\\0\\0\\0\\0mif1 | is HEIC, which is not read; convert it to JPEG or PNG
                    \\0\\0\\0\\x20ftypavif\\0\\0\\0\\0avif | is AVIF, which is not read; convert it to JPEG or PNG
                    \\0\\0\\0\\x18ftypmp42\\0\\0\\0\\0 | is a film (MP4 or QuickTime), no image; extract its frames
                    \\0\\0\\0\\x0cJXL \\x0d\\x0a\\x87\\x0a | is JPEG XL, which is not read; convert it to JPEG or PNG
                    \\0\\0\\0\\x0cjP  \\x0d\\x0a\\x87\\x0a | is JPEG 2000, which is not read; convert it to JPEG or PNG
                    8BPS\\0\\1 | is a Photoshop file, which is not read; convert it to JPEG or PNG
                    %PDF-1.7 | is a PDF document, no image; convert its pages to PNG
                    PK\\3\\4\\x14\\0 | is a zip archive, no image; extract it and name the folder
                    \\0\\5\\x16\\7\\0\\2\\0\\0 | is what macOS keeps beside a file of another name, no image; remove it
                    version https://git-lfs.github.com/spec/v1 | is a Git LFS pointer, not the image itself; run git lfs pull
                    <!DOCTYPE html><title>404</title> | is a web page, as servers send in place of an image; download it again
                    <?xml version="1.0"?><svg width="1"/> | is SVG, a drawing without pixels; convert it to PNG
                    <?xml version="1.0"?><Error/> | is XML, no image; servers send that in place of an image: download it again
                    {"message": "Not found"} | is text, no image
                    \\0\\0\\0\\0\\0 | holds nothing but zeros; copy or download it again
                    \\x17\\1\\2\\3 | is no image of a known format
                    """)
    void namesWhatItIs(String content, String what) {
        assertThatThrownBy(() -> ImageDecoder.decode(bytes(content), "a/x.JPEG"))
                .isInstanceOf(PithException.class)
                .hasMessage("a/x.JPEG: " + what);
    }

    @Test
    void namesGzipInsideOfAJpegsName() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(Fixtures.content("rgb.jpg"));
        }
        assertThatThrownBy(() -> ImageDecoder.decode(out.toByteArray(), "x.JPEG"))
                .hasMessage("x.JPEG: is compressed by gzip; decompress it (gunzip)");
    }

    @Test
    void looksAtShortFilesToo() {
        assertThat(ForeignFormat.describe(new byte[] {1})).isEqualTo("is no image of a known format");
    }

    private static byte[] bytes(String escaped) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < escaped.length(); i++) {
            if (escaped.charAt(i) != '\\') {
                text.append(escaped.charAt(i));
            } else if (escaped.charAt(++i) == 'x') {
                text.append((char) Integer.parseInt(escaped.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                text.append((char) (escaped.charAt(i) - '0'));
            }
        }
        return text.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
