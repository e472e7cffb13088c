package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.MaskSource;
import dev.pith.data.Source;
import dev.pith.pipeline.session.Masks;
import dev.pith.pipeline.session.Session;
import dev.pith.torch.image.MaskSet;
import dev.pith.torch.network.InputShape;
import java.util.ArrayList;
import java.util.List;

/**
 * Groups of images by what their masks show. A mask shows several classes, a bag of them; its image belongs to the
 * class that the fewest images show, so that equal parts for all groups are about equal parts for all classes.
 */
final class MaskGroups {
    /** What stands for them in place of a file of groups. */
    static final String NAME = "masks";

    private static final InputShape NOT_READ = new InputShape(1, 1, 1); // what masks show is known without

    private MaskGroups() {}

    /**
     * Returns the group of each sample: a class, or one more where no class is shown.
     *
     * @throws PithException when the source of the run has no masks
     */
    static Labels of(Session session) {
        try (Source source = session.reopenSource()) {
            if (!(source instanceof MaskSource masked)) {
                throw new PithException(
                        source.name() + ": has no masks to group by; `group` is a file, or masks where there are any");
            }
            MaskSet masks = Masks.open(session, masked, NOT_READ, MaskSet.Known.of(masked), true);
            int[] showing = new int[masks.classes()];
            for (int id = 0; id < source.size(); id++) {
                masks.shown(id).forEach(c -> showing[c]++);
            }
            long[] groups = new long[source.size()];
            for (int id = 0; id < groups.length; id++) {
                groups[id] = masks.shown(id)
                        .boxed()
                        .min((a, b) -> Integer.compare(showing[a], showing[b])) // of equals the first
                        .orElse(showing.length);
            }
            List<String> names = new ArrayList<>(masks.classNames());
            names.add("none");
            return new Labels(groups, names);
        }
    }
}
