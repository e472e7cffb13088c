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
import java.nio.file.Path;
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
    private static final String MASKS = "masks";
    private static final String BOXES = "boxes";

    private static final InputShape NOT_READ = new InputShape(1, 1, 1); // what masks show is known without

    private ShownClasses() {}

    /** Returns whether such groups stand in place of a file of groups. */
    static boolean isName(Path group) {
        return group.toString().equals(MASKS) || group.toString().equals(BOXES);
    }

    /**
     * Returns the group of each sample: a class, or one more where no class is shown.
     *
     * @param name {@value #MASKS} or {@value #BOXES}
     * @throws PithException when the source of the run has none
     */
    static Labels of(Session session, String name) {
        try (Source source = session.reopenSource()) {
            if (name.equals(MASKS) && source instanceof MaskSource masked) {
                MaskSet masks = Masks.open(session, masked, NOT_READ, MaskSet.Known.of(masked), true);
                return byRarest(source.size(), masks::shown, masks.classNames());
            }
            if (name.equals(BOXES) && source instanceof BoxSource boxed) {
                return byRarest(
                        source.size(), id -> Arrays.stream(boxed.classes(id)).distinct(), boxed.classNames());
            }
            throw new PithException(source.name() + ": has no " + name + " to group by; `group` is a file, or masks or"
                    + " boxes where there are any");
        }
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
