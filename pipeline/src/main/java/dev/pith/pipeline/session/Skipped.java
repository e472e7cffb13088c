package dev.pith.pipeline.session;

import dev.pith.PithException;
import dev.pith.run.CsvText;
import dev.pith.run.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** The samples that cannot be used, each with the reason. */
public final class Skipped {
    private static final int NAMED = 10;

    private final SortedMap<Integer, String> reasons = new TreeMap<>();

    /** Notes a sample; the first reason stays. */
    public void add(int id, String reason) {
        reasons.putIfAbsent(id, reason);
    }

    /**
     * Notes a sample whose features have no direction.
     *
     * @param squaredNorm the squared length of its row, which tells: NaN, infinite or 0
     */
    public void addUnlessUsable(int id, double squaredNorm) {
        if (Double.isNaN(squaredNorm)) {
            add(id, "features hold NaN");
        } else if (Double.isInfinite(squaredNorm)) {
            add(id, "features are infinite");
        } else if (squaredNorm == 0) {
            add(id, "features are all zero");
        }
    }

    public int size() {
        return reasons.size();
    }

    /**
     * Insists on samples without fault.
     *
     * @param source the name of the source
     * @throws PithException naming the first ten and the count
     */
    public void refuse(String source, IntFunction<String> keys) {
        if (reasons.isEmpty()) {
            return;
        }
        String first = reasons.entrySet().stream()
                .limit(NAMED)
                .map(entry -> "id " + entry.getKey() + " (" + keys.apply(entry.getKey()) + ") " + entry.getValue())
                .collect(Collectors.joining(", "));
        String more = reasons.size() > NAMED ? ", ..." : "";
        throw new PithException(source + ": " + reasons.size() + (reasons.size() == 1 ? " sample" : " samples")
                + " cannot be used: " + first + more + "; repair or remove, or leave out with `on-error skip`");
    }

    /** Writes the list as a file of a step, unless it is empty. */
    public void writeIfAny(Staging staging, String name, IntFunction<String> keys) throws IOException {
        if (reasons.isEmpty()) {
            return;
        }
        StringBuilder csv = new StringBuilder(RunFiles.SKIPPED_HEADER).append('\n');
        reasons.forEach((id, reason) -> csv.append(id)
                .append(',')
                .append(CsvText.quoted(keys.apply(id)))
                .append(',')
                .append(CsvText.quoted(reason))
                .append('\n'));
        Files.writeString(staging.file(name), csv);
    }

    /**
     * Returns the ids that a run left out; none when it has no such list.
     *
     * @param header of the list, which begins with the id
     */
    public static BitSet readIds(Path file, String header) {
        BitSet ids = new BitSet();
        if (!Files.exists(file)) {
            return ids;
        }
        try {
            CsvText.read(file, header).forEach(row -> ids.set(Integer.parseInt(row.get(0))));
            return ids;
        } catch (IOException | NumberFormatException e) {
            throw new PithException(
                    file + ": cannot be read (" + e.getMessage() + "); make it again with pith features SOURCE `force`",
                    e);
        }
    }
}
