package dev.pith.data;

import java.util.List;

/**
 * The classes of the samples.
 *
 * @param values {@code long[n]}, the label of each id, as the source has it; not copied
 * @param names the name of class {@code c} at position c, when labels are 0 to C - 1 and have names; else empty
 */
public record Labels(long[] values, List<String> names) {
    /** Copies the names. */
    public Labels {
        names = List.copyOf(names);
    }
}
