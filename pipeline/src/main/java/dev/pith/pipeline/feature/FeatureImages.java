package dev.pith.pipeline.feature;

import dev.pith.data.Source;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageOptions.Normalization;
import dev.pith.torch.image.ImageSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The images of a source as networks see them; what training has read already serves the features too. */
public final class FeatureImages {
    private final Session session;
    private final Source source;
    private final FeatureSettings configuration;
    private @Nullable ImageSet opened;

    /**
     * Opens nothing yet.
     *
     * @param configuration says how images are normalized, and whether those that cannot be read are left out
     */
    public FeatureImages(Session session, Source source, FeatureSettings configuration) {
        this.session = session;
        this.source = source;
        this.configuration = configuration;
    }

    /** Returns the images as a network wants them. */
    public ImageSet open(ImageOptions wanted) {
        Normalization given = configuration.normalization();
        ImageOptions options = given == null ? wanted : wanted.normalization(given.mean(), given.std());
        ImageSet before = opened;
        if (before != null && isAs(before, options)) {
            return before;
        }
        ImageSet images = Images.open(session, source, options, configuration.onError() == OnError.SKIP);
        opened = images;
        return images;
    }

    private static boolean isAs(ImageSet images, ImageOptions options) {
        Normalization normalization = options.normalization();
        return normalization != null
                && Arrays.equals(normalization.mean(), images.mean())
                && Arrays.equals(normalization.std(), images.std())
                && options.shape().channels() == images.shape().channels()
                && options.shape().height() == images.shape().height()
                && options.shape().width() == images.shape().width();
    }
}
