package dev.pith.pipeline.session;

import dev.pith.data.MaskSource;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.network.InputShape;

/** Opens the masks of a source for a session. */
public final class Masks {
    private Masks() {}

    /**
     * Opens masks for images that are open already.
     *
     * @param shape of the images
     * @param skip whether masks that are wrong are left out
     */
    public static MaskSet open(
            Session session, MaskSource source, InputShape shape, MaskSet.Known known, boolean skip) {
        try (TaskProgress progress = session.progress("reading masks")) {
            return MaskSet.open(
                    source,
                    shape,
                    known,
                    ImageOptions.cacheWithin(session.memory()),
                    skip,
                    session.threads(),
                    progress);
        }
    }
}
