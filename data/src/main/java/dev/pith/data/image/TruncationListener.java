package dev.pith.data.image;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Hears whether a file ended early: the JPEG reader fills the rest with grey and only warns. */
final class TruncationListener implements IIOReadWarningListener {
    private boolean heard;

    boolean heard() {
        return heard;
    }

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        heard |= warning.toLowerCase(Locale.ROOT).contains("premature end");
    }
}
