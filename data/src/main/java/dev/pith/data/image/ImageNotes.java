package dev.pith.data.image;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what became of a source's images that its user may not expect: each kind of thing once, with the first image
 * that it happened to. Safe for use by several threads.
 */
public final class ImageNotes {
    private static final Logger log = LoggerFactory.getLogger(ImageNotes.class);

    private final Consumer<String> out;
    private final Set<Kind> said = ConcurrentHashMap.newKeySet();

    /** What there is to say. */
    enum Kind {
        TURNED(
                " is turned as its orientation tag says, and so are all such images; the usual loaders of torchvision and timm do"
                        + " not turn them"),
        FIRST_FRAME(" is an animation; of such images the first frame is read"),
        DARK(
                " has samples of 16 bits that are all below 4096, as cameras of 12 bits write them; the upper 8 of 16 bits are"
                        + " read, so at most 16 levels are left of such images: multiply the samples, or convert to 8 bits");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** Makes notes for a source that is opened; they are logged as warnings. */
    public ImageNotes() {
        this(log::warn);
    }

    ImageNotes(Consumer<String> out) {
        this.out = out;
    }

    /** Notes of images of Pith's own making, of which there is nothing to say. */
    static ImageNotes none() {
        return new ImageNotes(note -> {});
    }

    void say(Kind kind, String image) {
        if (said.add(kind)) {
            out.accept(image + kind.text);
        }
    }
}
