package dev.pith.torch.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A choice between ways to select, by the accuracy of networks on samples that were held out.
 *
 * <p>Of more than {@value #FINALISTS} ways those with the largest gains by the first seed go on to the others: the rest
 * are too far behind to be worth their trainings.
 *
 * <p>The way with the largest mean gain over random samples is taken when that gain is at least one standard error over
 * the seeds, and above 0 on each network. Otherwise random samples are taken. The largest of several gains is larger by
 * chance than it will be on new data, so every doubt is decided for random samples.
 *
 * @param tried in the order they were given
 * @param chosen the name of one of them, or {@link Comparison#RANDOM}
 */
public record Choice(List<Tried> tried, String chosen) {
    /** How many ways are tried by all seeds. */
    static final int FINALISTS = 3;

    /**
     * How one way did.
     *
     * @param name of the way
     * @param gain over random samples, the mean over seeds and networks, from -1 to 1
     * @param standardError of the gain over the seeds, of each the mean over networks: what networks of one seed have
     *     in common is not told apart; NaN with one seed, as for ways that did not go on after the first
     * @param byNetwork the mean gain of each network
     */
    public record Tried(String name, double gain, double standardError, Map<String, Double> byNetwork) {
        /** Returns whether the gain is no matter of doubt; with one seed it is. */
        public boolean isClear() {
            return gain >= standardError && byNetwork.values().stream().allMatch(each -> each > 0);
        }
    }

    /** The accuracies of trainings, from 0 to 1. */
    @FunctionalInterface
    public interface Accuracies {
        /**
         * Returns the accuracy on held-out samples of a network trained on what a way, or {@link Comparison#RANDOM},
         * selected.
         */
        double of(String name, String network, int seed);
    }

    /**
     * Chooses.
     *
     * @param names of the ways that are tried beside random samples
     * @param networks at least one
     * @param seeds at least 1; counted from 0
     */
    public static Choice of(List<String> names, List<String> networks, int seeds, Accuracies accuracies) {
        List<String> finalists = finalists(names, networks, accuracies);
        List<Tried> tried = new ArrayList<>();
        for (String name : names) {
            tried.add(tried(name, networks, finalists.contains(name) ? seeds : 1, accuracies));
        }
        String chosen = tried.stream()
                .filter(way -> finalists.contains(way.name()))
                .max(Comparator.comparingDouble(Tried::gain)) // of equal ones the last
                .filter(Tried::isClear)
                .map(Tried::name)
                .orElse(Comparison.RANDOM);
        return new Choice(List.copyOf(tried), chosen);
    }

    /** Returns the ways that go on to other seeds than the first, the best first; of equal ones the earlier. */
    public static List<String> finalists(List<String> names, List<String> networks, Accuracies accuracies) {
        return names.stream()
                .sorted(Comparator.comparingDouble(
                        (String name) -> -tried(name, networks, 1, accuracies).gain()))
                .limit(FINALISTS)
                .toList();
    }

    private static Tried tried(String name, List<String> networks, int seeds, Accuracies accuracies) {
        Map<String, Double> byNetwork = new LinkedHashMap<>();
        double[] bySeed = new double[seeds];
        for (String network : networks) {
            double sum = 0;
            for (int s = 0; s < seeds; s++) {
                double gain = accuracies.of(name, network, s) - accuracies.of(Comparison.RANDOM, network, s);
                sum += gain;
                bySeed[s] += gain / networks.size();
            }
            byNetwork.put(network, sum / seeds);
        }
        Paired paired = Paired.of(bySeed, 1);
        return new Tried(name, paired.mean(), paired.standardError(), byNetwork);
    }
}
