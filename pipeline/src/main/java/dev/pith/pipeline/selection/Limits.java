package dev.pith.pipeline.selection;

import dev.pith.PithException;
import dev.pith.selection.GroupLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Limits of groups: a number for all of them, or a file with a line per group, such as {@code cat,20}. */
final class Limits {
    private Limits() {}

    /**
     * Returns the limits that settings mean.
     *
     * @param names the name of each group, or none where groups have no names
     * @throws PithException naming file and line of what is no limit
     */
    static GroupLimits of(Constraints constraints, List<String> names) {
        String atLeast = constraints.atLeast();
        String atMost = constraints.atMost();
        return new GroupLimits(
                ofGroups(atLeast, Constraints.AT_LEAST, names),
                ofGroups(atMost, Constraints.AT_MOST, names),
                ofAll(atLeast),
                ofAll(atMost));
    }

    private static @Nullable Integer ofAll(@Nullable String limit) {
        return limit == null || !Constraints.isNumber(limit) ? null : Integer.valueOf(limit);
    }

    private static Map<Long, Integer> ofGroups(@Nullable String limit, String option, List<String> names) {
        Map<Long, Integer> limits = new TreeMap<>();
        if (limit == null || Constraints.isNumber(limit)) {
            return limits;
        }
        String otherwise = "`" + option + "` is a number of samples for each group, or a file of lines such as cat,20";
        if (!Files.exists(Path.of(limit))) {
            throw new PithException(limit + ": no such file; " + otherwise);
        }
        new ClassNumbers("limit", true, "cat,20", otherwise, names)
                .read(Path.of(limit))
                .forEach((label, number) -> limits.put(label, number.intValue()));
        return limits;
    }
}
