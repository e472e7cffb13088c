package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.data.BoxSource;
import dev.pith.data.Labels;
import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Masks;
import dev.pith.pipeline.session.Session;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.network.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Groups of images by what their masks or boxes show. An image shows several classes, a bag of them; it belongs to the
 * class that the fewest images show, so that equal parts for all groups are about equal parts for all classes.
 */
final class ShownClasses {
    private static final InputShape NOT_READ = new InputShape(1, 1, 1); // what masks show is known without

    private ShownClasses() {}

    /**
     * Returns the group of each sample: a class that its mask shows, or one more where it shows none.
     *
     * @throws PithException when the source of the run has no masks
     */
    static Labels ofMasks(Session session) {
        try (Source source = session.reopenSource()) {
            if (!(source instanceof MaskSource masked)) {
                throw missing(source, "masks");
            }
            MaskSet masks = Masks.open(session, masked, NOT_READ, MaskSet.Known.of(masked), true);
            return byRarest(source.size(), masks::shown, masks.classNames());
        }
    }

    /** Returns likewise the class that the boxes of each sample show. */
    static Labels ofBoxes(Session session) {
        try (Source source = session.reopenSource()) {
            if (!(source instanceof BoxSource boxed)) {
                throw missing(source, "boxes");
            }
            return byRarest(
                    source.size(), id -> Arrays.stream(boxed.classes(id)).distinct(), boxed.classNames());
        }
    }

    private static PithException missing(Source source, String what) {
        return new PithException(source.name() + ": has no " + what + " to group by; `group` is a file, or masks or"
                + " boxes where there are any");
    }

    /**
     * Groups samples.
     *
     * @param shown the distinct classes that a sample shows
     */
    static Labels byRarest(int size, IntFunction<IntStream> shown, List<String> classNames) {
        int[] showing = new int[classNames.size()];
        for (int id = 0; id < size; id++) {
            shown.apply(id).forEach(c -> showing[c]++);
        }
        long[] groups = new long[size];
        for (int id = 0; id < size; id++) {
            groups[id] = shown.apply(id)
                    .boxed()
                    .min((a, b) -> showing[a] == showing[b] ? a - b : showing[a] - showing[b])
                    .orElse(showing.length);
        }
        List<String> names = new ArrayList<>(classNames);
        names.add("none");
        return new Labels(groups, names);
    }
}
