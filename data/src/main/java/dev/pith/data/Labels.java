package dev.pith.data;

import dev.pith.PithException;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The classes of the samples.
 *
 * @param values {@code long[n]}, the label of each id, as the source has it, -1 where a sample has none; not copied
 * @param names the name of class {@code c} at position c, when labels are 0 to C - 1 and have names; else empty.
 *     Classes may be named of which no sample is
 * @param unlabelled the ids without a label; not copied. Their sources refuse to give their content, so that such
 *     samples stop the work or are left out as unreadable ones are
 */
public record Labels(long[] values, List<String> names, BitSet unlabelled) {
    /** What stands for a label that is absent, as Hugging Face writes it. */
    public static final long ABSENT = -1;

    /** Copies the names. */
    public Labels {
        names = List.copyOf(names);
    }

    /** Makes labels of which none is absent. */
    public Labels(long[] values, List<String> names) {
        this(values, names, new BitSet());
    }

    /** Returns the name of a sample's class, or null when it has none. */
    public @Nullable String name(int id) {
        return names.isEmpty() || unlabelled.get(id) ? null : names.get((int) values[id]);
    }

    /** Returns the labels of the samples that have one, in the order of their ids. */
    public LongStream present() {
        return IntStream.range(0, values.length)
                .filter(id -> !unlabelled.get(id))
                .mapToLong(id -> values[id]);
    }

    /**
     * Insists on a label.
     *
     * @param where what messages call the sample
     * @throws PithException when the sample has none
     */
    public void require(int id, String where) {
        if (unlabelled.get(id)) {
            throw new PithException(where + " has no label; give it one");
        }
    }
}
