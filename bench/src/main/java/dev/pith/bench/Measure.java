package dev.pith.bench;

import dev.pith.npy.Npy;
import dev.pith.parallel.Threads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Runs a workload and prints what it took: {@code Measure WORKLOAD ROWS_DIRECTORY PICKS_DIRECTORY THREADS REPETITIONS}.
 *
 * <p>A line per repetition: the seconds from the files to the picks, mapping included; picks a second; the most memory
 * held beyond the mapped files so far. The first repetition runs in a cold virtual machine. The picks are saved as
 * {@code bench/peers} saves them.
 */
public final class Measure {
    private Measure() {}

    /** Runs the workload that the arguments name. */
    @SuppressWarnings("SystemOut") // a program's result
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 5) {
            throw new IllegalArgumentException("expected WORKLOAD ROWS_DIRECTORY PICKS_DIRECTORY THREADS REPETITIONS");
        }
        Workload workload = Workload.of(arguments[0]);
        Path rows = Path.of(arguments[1]);
        int repetitions = Integer.parseInt(arguments[4]);
        try (Threads threads = new Threads(Integer.parseInt(arguments[3]));
                PrivateMemory memory = new PrivateMemory()) {
            for (int repetition = 0; repetition < repetitions; repetition++) {
                long started = System.nanoTime();
                List<int[]> picks = Picking.of(workload, rows, threads);
                double seconds = (System.nanoTime() - started) / 1e9;
                int count = picks.stream().mapToInt(ids -> ids.length).sum();
                System.out.printf(
                        Locale.ROOT,
                        "%.3f s, %,.0f picks/s, %,d MiB beyond the mapped files%n",
                        seconds,
                        count / seconds,
                        memory.mebibytes());
                save(picks, Path.of(arguments[2]));
            }
        }
    }

    private static void save(List<int[]> picks, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (int k = 0; k < picks.size(); k++) {
            String name = picks.size() == 1 ? "ranking.npy" : String.format(Locale.ROOT, "bin-%03d.npy", k);
            long[] ids = new long[picks.get(k).length];
            for (int i = 0; i < ids.length; i++) {
                ids[i] = picks.get(k)[i];
            }
            Npy.write(directory.resolve(name), ids);
        }
    }
}
