package dev.pith.pipeline.condense;

import dev.pith.data.Fingerprint;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.session.Session;
import dev.pith.torch.condense.SyntheticComparison.Images;
import dev.pith.torch.train.LabelledImages;
import dev.pith.torch.train.SyntheticSet;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Real and condensed images of some classes, as trainings know them.
 *
 * @param seen the classes that are trained on and tested
 */
record ComparedImages(EvaluationImages images, IntPredicate seen) {
    /** Returns those of every class. */
    static ComparedImages ofEveryClass(EvaluationImages images) {
        return new ComparedImages(images, label -> true);
    }

    /** Returns which images a set holds. */
    static String identity(SyntheticSet set) {
        String soft = set.soft().length == 0 ? "" : " " + Arrays.hashCode(set.soft());
        return Fingerprint.ofText(Arrays.hashCode(set.pixels()) + " " + Arrays.hashCode(set.labels()) + soft);
    }

    /** Returns what tells apart trainings on the same images that are tested on all classes, and on some. */
    private String tested() {
        return IntStream.range(0, images.source().classes())
                .filter(seen)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "tested on ", ""));
    }

    /** Returns those of some ids that are of the classes. */
    int[] ofClasses(int... ids) {
        int[] labels = images.source().labels();
        return IntStream.of(ids).filter(id -> seen.test(labels[id])).toArray();
    }

    /** Returns images of the source. */
    Images real(int... ids) {
        return Images.of(
                LabelledImages.of(images.source(), ids),
                "ids " + Fingerprint.ofText(Arrays.toString(ids)) + " " + tested());
    }

    /** Returns all images of the source, in memory once for all trainings. */
    Images all(Session session) {
        int[] ids = ofClasses(images.pool());
        session.memory()
                .requireOnHeap(
                        "Training on everything",
                        (long) ids.length * images.source().shape().numbers() * Float.BYTES,
                        "use fewer images, or leave it out of pith condense with `all-epochs` 0");
        Images real = real(ids);
        return Images.of(
                SyntheticSet.of(
                        real.images(), images.source().mean(), images.source().std()),
                real.identity());
    }

    /**
     * Returns images of a set, the learning rate with them if one was learned.
     *
     * @param made how, as a word
     */
    Images synthetic(String made, SyntheticSet set) {
        SyntheticSet part = set.part(IntStream.range(0, set.size())
                        .filter(i -> seen.test(set.label(i)))
                        .toArray())
                .decoded();
        return new Images(part, made + " " + identity(part) + " " + tested(), set.rate(), 0);
    }

    /** Returns the images to test on. */
    LabelledImages test() {
        int[] labels = images.test().labels();
        return LabelledImages.of(
                images.test(),
                IntStream.range(0, labels.length)
                        .filter(id -> seen.test(labels[id]))
                        .toArray());
    }
}
