package dev.pith.pipeline.session;

import dev.pith.data.Source;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import java.util.function.Consumer;

/** Opens the images of a source for a session: as many as fit into its memory are kept there. */
public final class Images {
    private Images() {}

    /**
     * Opens images, and notes that they are resized where they are.
     *
     * @param options all but memory, and what is done about images that cannot be read
     * @param skip whether images that cannot be read are left out
     */
    public static ImageSet open(Session session, Source source, ImageOptions options, boolean skip) {
        return open(session, source, options, skip, session::note);
    }

    /**
     * Opens images likewise.
     *
     * @param notes hears, once, that images are resized
     */
    public static ImageSet open(
            Session session, Source source, ImageOptions options, boolean skip, Consumer<String> notes) {
        try (TaskProgress progress = session.progress("reading images")) {
            return ImageSet.open(
                    source,
                    options.cacheBytes(ImageOptions.cacheWithin(session.memory()))
                            .skipUnreadable(skip),
                    session.threads(),
                    progress,
                    notes);
        }
    }
}
