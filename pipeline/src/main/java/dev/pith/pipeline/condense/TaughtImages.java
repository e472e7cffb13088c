package dev.pith.pipeline.condense;

import dev.pith.torch.condense.Experts;
import dev.pith.torch.condense.Rded;
import dev.pith.torch.condense.RealClasses;
import dev.pith.torch.condense.SyntheticComparison.Images;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.SyntheticSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Real images with the labels of experts, and crops of them: what soft labels are worth without learned images. */
final class TaughtImages {
    private final Experts teachers;
    private final ImageSet source;
    private final Map<String, Images> real = new HashMap<>();
    private Optional<SyntheticSet> rded = Optional.empty();
    private double seconds;

    TaughtImages(Experts teachers, ImageSet source) {
        this.teachers = teachers;
        this.source = source;
    }

    /** Returns real images with other labels. */
    Images of(Images hard) {
        return real.computeIfAbsent(hard.identity(), identity -> {
            SyntheticSet set = SyntheticSet.of(hard.images(), source.mean(), source.std());
            SyntheticSet soft = set.soft(teachers.probabilities(set.pixels()));
            return Images.of(soft, identity + " taught " + Arrays.hashCode(soft.soft()));
        });
    }

    /** Returns what RDED makes of the source. */
    SyntheticSet rded(int perClass, long seed) {
        if (rded.isEmpty()) {
            long started = System.nanoTime();
            RealClasses classes = new RealClasses(LabelledImages.of(source));
            rded = Optional.of(new Rded(classes, teachers, perClass, seed).images(source.mean(), source.std()));
            seconds = (System.nanoTime() - started) / 1e9;
        }
        return rded.get();
    }

    /** Returns how long that took; 0 before it is asked for. */
    double rdedSeconds() {
        return seconds;
    }
}
