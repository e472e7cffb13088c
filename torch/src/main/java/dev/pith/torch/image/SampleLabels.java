package dev.pith.torch.image;

import dev.pith.PithException;
import dev.pith.data.Labels;
import dev.pith.data.Source;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/** Labels as a classifier needs them: from 0 to C - 1. */
final class SampleLabels {
    /** More outputs than any classifier of images has: a label beyond is a mistake, and would ask for gigabytes. */
    private static final int MOST_CLASSES = 1_000_000;

    private SampleLabels() {}

    /**
     * Returns one label per sample, none when the source has none. Of a sample without a label it is 0, which nobody
     * sees: the source does not give its image.
     *
     * @param classes how many there are; 0 when any number will do
     * @param names of the classes, empty to take those of the source
     */
    static int[] of(Source source, int classes, List<String> names) {
        if (source.labels().isEmpty()) {
            return new int[0];
        }
        long[] values = KnownClasses.labels(source, source.labels().get(), names);
        BitSet unlabelled = source.labels().get().unlabelled();
        int limit = classes > 0 ? classes : MOST_CLASSES;
        int[] labels = new int[values.length];
        for (int id = 0; id < values.length; id++) {
            if (unlabelled.get(id)) {
                continue;
            }
            if (values[id] < 0 || values[id] >= limit) {
                throw new PithException(source.name() + ": label " + values[id] + " of sample " + id + " ("
                        + source.key(id) + ") is outside the range 0 to " + (limit - 1)
                        + "; number the classes from 0" + (classes > 0 ? ", or use a network with more of them" : ""));
            }
            labels[id] = (int) values[id];
        }
        return labels;
    }

    static int classes(Source source, int[] labels) {
        int named = source.labels().map(Labels::names).orElse(List.of()).size();
        return Math.max(named, Arrays.stream(labels).max().orElse(-1) + 1);
    }

    /**
     * Insists on labels, and on a sample of every class, unless the source names classes: one that it names
     * may have none.
     */
    static void requireEveryClass(Source source, int[] labels, int classes) {
        if (labels.length == 0) {
            throw new PithException(source.name()
                    + ": has no labels, and training a network needs them; give a file of them with `labels`");
        }
        if (!source.labels().map(Labels::names).orElse(List.of()).isEmpty()) {
            return;
        }
        boolean[] seen = new boolean[classes];
        for (int label : labels) {
            seen[label] = true;
        }
        for (int c = 0; c < classes; c++) {
            if (!seen[c]) {
                throw new PithException(source.name() + ": no sample is of class " + c + ", of " + classes
                        + " classes; number the classes from 0 without gaps, or add samples");
            }
        }
    }
}
