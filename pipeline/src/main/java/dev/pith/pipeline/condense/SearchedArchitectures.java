package dev.pith.pipeline.condense;

import dev.pith.PithException;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.run.CsvText;
import dev.pith.torch.evaluate.EvaluationFile;
import dev.pith.torch.evaluate.RankCorrelation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * What came of a search: how networks do after a training on each set of images, and how far that tells how they do
 * after one on everything.
 *
 * @param networks by their full names
 * @param all accuracy of each after trainings on everything, the mean of the seeds
 * @param proxies the sets: condensed images, and real ones beside them
 */
public record SearchedArchitectures(List<String> networks, List<Double> all, List<Searched> proxies) {
    private static final int LEAST_BEST = 3;
    private static final int BEST = 10;
    private static final String ALL = "all";

    /**
     * A set of images that networks were ranked by.
     *
     * @param name what tables call it
     * @param accuracies of the networks after trainings on it, in their order
     * @param seconds of all these trainings, as shares of the machine's time
     * @param madeIn seconds that it took to make or choose the images
     */
    public record Searched(String name, List<Double> accuracies, double seconds, double madeIn) {
        /** Copies the list. */
        public Searched {
            accuracies = List.copyOf(accuracies);
        }
    }

    /** Copies the lists. */
    public SearchedArchitectures {
        networks = List.copyOf(networks);
        all = List.copyOf(all);
        proxies = List.copyOf(proxies);
    }

    /** Returns Spearman's rank correlation over all networks. */
    public double correlation(Searched proxy) {
        return correlation(proxy, networks.size());
    }

    /** Returns it over the tenth of the networks, at least three, that do best after a training on everything. */
    public double correlationOfBest(Searched proxy) {
        return correlation(proxy, Math.max(LEAST_BEST, networks.size() / BEST));
    }

    private double correlation(Searched proxy, int count) {
        int[] best = IntStream.range(0, networks.size())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> -all.get(i)).thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
        return RankCorrelation.of(
                IntStream.of(best).mapToDouble(all::get).toArray(),
                IntStream.of(best).mapToDouble(proxy.accuracies()::get).toArray());
    }

    /** Returns the position of the network that does best after a training on a set, the first of equals. */
    public int chosen(Searched proxy) {
        return IntStream.range(0, networks.size())
                .boxed()
                .max(Comparator.comparing((Integer i) -> proxy.accuracies().get(i))
                        .thenComparing(Comparator.reverseOrder()))
                .orElseThrow();
    }

    /** Writes the accuracies, a line for each network and set. */
    void write(Path file) throws IOException {
        StringBuilder csv = new StringBuilder(RunFiles.SEARCH_HEADER).append('\n');
        for (int i = 0; i < networks.size(); i++) {
            line(csv, networks.get(i), ALL, all.get(i));
            for (Searched proxy : proxies) {
                line(csv, networks.get(i), proxy.name(), proxy.accuracies().get(i));
            }
        }
        Files.writeString(file, csv);
    }

    private static void line(StringBuilder csv, String network, String images, double accuracy) {
        csv.append(CsvText.quoted(network))
                .append(',')
                .append(CsvText.quoted(images))
                .append(',')
                .append(accuracy)
                .append('\n');
    }

    /** Writes how far each set tells what networks are worth. */
    void writeProxies(Path file) throws IOException {
        StringBuilder csv = new StringBuilder(RunFiles.PROXIES_HEADER).append('\n');
        for (Searched proxy : proxies) {
            int chosen = chosen(proxy);
            csv.append(String.join(
                            ",",
                            CsvText.quoted(proxy.name()),
                            EvaluationFile.text(correlation(proxy)),
                            EvaluationFile.text(correlationOfBest(proxy)),
                            CsvText.quoted(networks.get(chosen)),
                            EvaluationFile.text(all.get(chosen)),
                            EvaluationFile.text(proxy.seconds()),
                            EvaluationFile.text(proxy.madeIn())))
                    .append('\n');
        }
        Files.writeString(file, csv);
    }

    /**
     * Reads what a search left in a run.
     *
     * @throws PithException naming a file that cannot be read
     */
    public static SearchedArchitectures read(Path run) {
        Map<String, Map<String, Double>> accuracies = new LinkedHashMap<>();
        for (List<String> row : rows(run.resolve(RunFiles.SEARCH), RunFiles.SEARCH_HEADER)) {
            accuracies
                    .computeIfAbsent(row.get(1), images -> new LinkedHashMap<>())
                    .put(row.get(0), Double.parseDouble(row.get(2)));
        }
        Map<String, Double> all = accuracies.getOrDefault(ALL, Map.of());
        List<Searched> proxies = new ArrayList<>();
        for (List<String> row : rows(run.resolve(RunFiles.PROXIES), RunFiles.PROXIES_HEADER)) {
            proxies.add(new Searched(
                    row.get(0),
                    List.copyOf(Objects.requireNonNull(accuracies.get(row.get(0)), row.get(0))
                            .values()),
                    EvaluationFile.number(row.get(5)),
                    EvaluationFile.number(row.get(6))));
        }
        return new SearchedArchitectures(List.copyOf(all.keySet()), List.copyOf(all.values()), proxies);
    }

    private static List<List<String>> rows(Path file, String header) {
        try {
            return CsvText.read(file, header);
        } catch (IOException e) {
            throw new PithException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }
}
