package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.data.table.TableNumbers;
import dev.pith.npy.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** A score of the user's own for each sample. */
public final class OwnScores {
    private static final String SCORE = "score";
    private static final List<String> TABLES = List.of(".csv", ".tsv", ".parquet");

    private OwnScores() {}

    /**
     * Reads scores: from an {@code .npy} (or an array of an {@code .npz}) of n numbers; from a {@code .csv},
     * {@code .tsv} or {@code .parquet}, see {@link TableNumbers#read}; or from a column of the source, when that
     * is one table.
     *
     * @param given a file or a column; a file when both are there
     * @param excluded ids that nothing is selected from, which need no score
     * @return one finite number for each other sample
     * @throws PithException when there is neither, scores are of another number than the samples, one is missing or not
     *     finite, or all are the same
     */
    public static double[] read(String given, Source source, BitSet excluded) {
        double[] scores = numbers(given, source, SCORE);
        double first = Double.NaN;
        boolean constant = true;
        for (int id = excluded.nextClearBit(0); id < scores.length; id = excluded.nextClearBit(id + 1)) {
            if (!Double.isFinite(scores[id])) {
                throw new PithException(given + ": the score of sample " + id + " (" + source.key(id) + ") is "
                        + (Double.isNaN(scores[id]) ? "missing" : scores[id]) + "; give every sample a number");
            }
            constant &= Double.isNaN(first) || scores[id] == first;
            first = scores[id];
        }
        if (constant) {
            throw new PithException(
                    given + ": all scores are " + first + ", which tells no sample from another; give others");
        }
        return scores;
    }

    /**
     * Reads numbers from the same places, whatever they are.
     *
     * @param noun what a number is, as {@link TableNumbers} has it
     */
    public static double[] numbers(String given, Source source, String noun) {
        TableNumbers numbers = new TableNumbers(noun);
        Path file = Path.of(given);
        if (Npy.isArray(file)) {
            return numbers.counted(file, Npy.readDoubles(file), source.size(), source.name());
        }
        if (isTable(file)) {
            return numbers.read(file, source.size(), source.name(), source::key);
        }
        if (Files.exists(file)) {
            throw new PithException(file + ": is no file of " + noun
                    + "s of a known kind; they are read from .npy, .npz, .csv, .tsv and .parquet");
        }
        Path table = Path.of(source.name());
        if (isTable(table)) {
            return numbers.column(table, given);
        }
        throw new PithException(
                given + ": no such file: check the path; or, when the source is one table, give a column of it");
    }

    private static boolean isTable(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(file) && TABLES.stream().anyMatch(name::endsWith);
    }
}
