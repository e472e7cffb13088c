package dev.pith.bench;

import dev.pith.run.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;

/**
 * What trainings of several seeds came to: {@code TaskTable FOLDER FACT [BASE]}. FOLDER holds runs named NAME-SEED; of
 * every NAME a line with the samples seen, the seconds and the fact of the manifests, as a mean and its standard error
 * over the seeds, and its difference to the runs of BASE (default {@code all}) with the same seeds.
 */
@SuppressWarnings("SystemOut") // a program's result
public final class TaskTable {
    private static final Pattern NAME = Pattern.compile("(.+)-(\\d+)");
    private static final Pattern SEEN = Pattern.compile("\"samples\":(\\d+)");

    private TaskTable() {}

    /** What a run came to. */
    private record Came(double seen, double seconds, double fact) {}

    /** Prints the table. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Map<String, Map<Integer, Came>> trainings = read(folder, arguments[1]);
        Map<Integer, Came> base = trainings.getOrDefault(arguments.length > 2 ? arguments[2] : "all", Map.of());
        System.out.printf(
                "| training | seeds | samples seen | seconds | %s | beside |%n|---|---|---|---|---|---|%n",
                arguments[1]);
        trainings.forEach((name, seeds) -> {
            List<Came> came = List.copyOf(seeds.values());
            double[] differences = seeds.entrySet().stream()
                    .flatMapToDouble(entry -> Optional.ofNullable(base.get(entry.getKey())).stream()
                            .mapToDouble(other -> entry.getValue().fact - other.fact))
                    .toArray();
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %d | %,.0f | %,.0f | %s | %s |%n",
                    name,
                    seeds.size(),
                    came.stream().mapToDouble(Came::seen).average().orElse(0),
                    came.stream().mapToDouble(Came::seconds).average().orElse(0),
                    mean(came.stream().mapToDouble(Came::fact).toArray(), ""),
                    seeds.equals(base) ? "" : mean(differences, "+"));
        });
    }

    private static Map<String, Map<Integer, Came>> read(Path folder, String fact) throws IOException {
        Map<String, Map<Integer, Came>> trainings = new TreeMap<>();
        for (Path run : Folders.children(folder)) {
            Matcher name = NAME.matcher(run.getFileName().toString());
            if (!name.matches() || !Files.exists(run.resolve(Manifest.FILE))) {
                continue;
            }
            List<Manifest.Done> steps = Manifest.read(run).steps();
            List<String> values = steps.stream()
                    .filter(done -> done.facts().containsKey(fact))
                    .map(done -> done.facts().get(fact))
                    .toList();
            if (!values.isEmpty()) {
                double seconds = steps.stream()
                        .mapToDouble(Manifest.Done::elapsedSeconds)
                        .sum();
                trainings
                        .computeIfAbsent(name.group(1), key -> new TreeMap<>())
                        .put(
                                Integer.valueOf(name.group(2)),
                                new Came(seen(run), seconds, Double.parseDouble(values.get(values.size() - 1))));
            }
        }
        return trainings;
    }

    private static double seen(Path run) throws IOException {
        double sum = 0;
        for (Path log : Folders.children(run)) {
            if (log.toString().endsWith(".jsonl")) {
                sum += SEEN.matcher(Files.readString(log))
                        .results()
                        .mapToDouble(found -> Double.parseDouble(found.group(1)))
                        .sum();
            }
        }
        return sum;
    }

    /** Returns the mean and its standard error. */
    private static String mean(double[] values, String flag) {
        double mean = DoubleStream.of(values).average().orElse(Double.NaN);
        double squares =
                DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
        double error = Math.sqrt(squares / Math.max(1, values.length - 1) / Math.max(1, values.length));
        return values.length == 0
                ? ""
                : String.format(Locale.ROOT, "%" + flag + ".4f", mean)
                        + (values.length > 1 ? String.format(Locale.ROOT, " ± %.4f", error) : "");
    }
}
