package dev.pith.pipeline.pixels;

import dev.pith.torch.rebuild.RebuildQuality;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How well images are rebuilt, as the manifest has it. */
final class QualityText {
    private static final Pattern TEXT = Pattern.compile("PSNR (\\S+) dB, SSIM (\\S+)");

    private QualityText() {}

    static String of(RebuildQuality quality) {
        return String.format(Locale.ROOT, "PSNR %.2f dB, SSIM %.4f", quality.psnr(), quality.ssim());
    }

    /** Reads the text; whatever else stands there says that nothing is lost. */
    static RebuildQuality read(String text) {
        Matcher numbers = TEXT.matcher(text);
        return numbers.matches()
                ? new RebuildQuality(Double.parseDouble(numbers.group(1)), Double.parseDouble(numbers.group(2)))
                : new RebuildQuality(Double.POSITIVE_INFINITY, 1);
    }
}
