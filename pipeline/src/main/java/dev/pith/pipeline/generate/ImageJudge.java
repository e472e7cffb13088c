package dev.pith.pipeline.generate;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Images;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.diffusion.GeneratedQuality;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.NetworkSpec;
import dev.pith.torch.network.Weights;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.SyntheticSet;
import java.nio.file.Path;
import java.util.stream.IntStream;

/**
 * A classifier that judges images which a network made, beside real ones: the test part of the run's source, if any.
 */
final class ImageJudge {
    private final Session session;
    private final Path file;
    private final StateDict weights;
    private final NetworkSpec spec;

    /**
     * Opens a classifier that Pith wrote.
     *
     * @throws PithException naming the file when it cannot be read, or does not say of which network it is
     */
    ImageJudge(Session session, Path file) {
        this.session = session;
        this.file = file;
        weights = Checkpoints.read(file);
        spec = NetworkSpec.of(weights)
                .orElseThrow(() -> new PithException(file + ": does not say which network it is of; `judge` is a"
                        + " classifier that pith train made"));
    }

    GeneratedQuality judge(SyntheticSet made, boolean ofClasses) {
        InputShape input = spec.input();
        if (!made.shape().equals(input)) {
            throw new PithException(file + ": looks at images of " + input + ", but those made are of " + made.shape()
                    + "; train a judge on the same images");
        }
        if (ofClasses && !spec.classNames().equals(session.samples().classes())) {
            throw new PithException(file + ": names other classes than those that images were made of; train a judge on"
                    + " the same images");
        }
        SourceReference own = SourceReference.of(session.samples());
        try (Network network = Weights.open(weights, spec);
                Source source = own.testPart().orElse(own).open(session.messages())) {
            LabelledImages real = real(source);
            return GeneratedQuality.of(network, real, normalized(made), ofClasses, session.threads());
        }
    }

    private LabelledImages real(Source source) {
        InputShape input = spec.input();
        ImageOptions options = ImageOptions.DEFAULT
                .shape(input.channels(), input.height(), input.width())
                .normalization(spec.mean(), spec.std());
        ImageSet images = Images.open(session, source, options, true);
        boolean[] unreadable = new boolean[images.size()];
        images.unreadable().forEach(image -> unreadable[image.id()] = true);
        int[] ids = IntStream.range(0, unreadable.length)
                .filter(id -> !unreadable[id])
                .toArray();
        return LabelledImages.withoutLabels(images, ids);
    }

    /** Returns images as the judge is used to see them. */
    private SyntheticSet normalized(SyntheticSet made) {
        int area = spec.input().height() * spec.input().width();
        float[] pixels = made.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            int c = i / area % spec.input().channels();
            float value = pixels[i] * made.std()[c] + made.mean()[c];
            pixels[i] = (value - spec.mean()[c]) / spec.std()[c];
        }
        return SyntheticSet.labelled(made.shape(), made.classes(), pixels, made.labels(), spec.mean(), spec.std());
    }
}
