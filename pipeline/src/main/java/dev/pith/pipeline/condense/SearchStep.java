package dev.pith.pipeline.condense;

import dev.pith.PithException;
import dev.pith.data.Fingerprint;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.sample.MatchedDraw;
import dev.pith.selection.RankingMethod;
import dev.pith.torch.condense.Condensation;
import dev.pith.torch.condense.EvaluationProtocol;
import dev.pith.torch.condense.SyntheticComparison;
import dev.pith.torch.condense.SyntheticComparison.Entrant;
import dev.pith.torch.condense.SyntheticComparison.Images;
import dev.pith.torch.condense.SyntheticEvaluation;
import dev.pith.torch.condense.SyntheticTrial;
import dev.pith.torch.evaluate.Comparison;
import dev.pith.torch.evaluate.Outcome;
import dev.pith.torch.evaluate.TrialLog;
import dev.pith.torch.evaluate.Trials;
import dev.pith.torch.train.SyntheticSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The step {@code search}: trains every network of a grid on condensed images, on as many random images and images
 * chosen by herding, and on everything (the experiment of Zhao, Mopuri and Bilen, ICLR 2021, section 4.3). Trainings
 * that are done are found again in {@value RunFiles#TRIALS}.
 */
public final class SearchStep {
    private final Session session;
    private final EvaluationImages images;
    private final List<Proxy> proxies;
    private final SearchSettings settings;
    private final Map<String, Boolean> networks = new LinkedHashMap<>();

    /** Images that networks are trained on as one protocol says. */
    private record Compared(SyntheticComparison comparison, List<Entrant> entrants) {}

    /**
     * Prepares the step.
     *
     * @param proxies at least one
     * @throws PithException when a network of the grid cannot be made, for instance for small images
     */
    public SearchStep(Session session, EvaluationImages images, List<Proxy> proxies, SearchSettings settings) {
        this.session = session;
        this.images = images;
        this.proxies = proxies;
        this.settings = settings;
        for (String name : settings.networks()) {
            String network = session.fullName(name, images.source().shape());
            networks.put(
                    network,
                    EvaluationProtocol.normalizesByBatches(
                            network, images.source().shape(), images.source().classes()));
        }
    }

    /** Searches, unless it is done. The features that herding looks at are in the run. */
    public SearchedArchitectures perform() {
        session.perform(Step.SEARCH, configuration(), staging -> {
            try (TrialLog log = TrialLog.open(session.run().file(RunFiles.TRIALS), images.identity())) {
                staging.goesOn(); // from the trainings in the log
                search(log, staging);
            }
        });
        return SearchedArchitectures.read(session.run().directory());
    }

    private Map<String, String> configuration() {
        Map<String, String> map = new LinkedHashMap<>(settings.toMap());
        map.put("test", images.test().name());
        map.put("images", Fingerprint.ofText(images.identity()));
        StringBuilder sets = new StringBuilder();
        for (Proxy proxy : proxies) {
            sets.append(proxy.name()).append(' ').append(identity(proxy)).append('\n');
        }
        map.put("proxies", Fingerprint.ofText(sets.toString()));
        return map;
    }

    private String identity(Proxy proxy) {
        return ComparedImages.identity(proxy.images(images.source()));
    }

    private void search(TrialLog log, Staging staging) throws IOException {
        List<Compared> compared = new ArrayList<>();
        Set<String> rivals = new LinkedHashSet<>();
        for (Proxy proxy : proxies) {
            compared.add(compared(proxy, rivals));
        }
        ComparedImages every = ComparedImages.ofEveryClass(images);
        Images everything = every.all(session).epochs(settings.allEpochs());
        Compared all = compared(protocol(proxies.get(0)), List.of(new Entrant(Comparison.ALL, 0, seed -> everything)));
        compared.add(all);
        List<SyntheticTrial> trials = compared.stream()
                .flatMap(each -> each.comparison.trials().stream())
                .toList();
        try (TaskProgress progress = session.progress("training " + networks.size() + " networks")) {
            Trials.perform(trials, log, new SyntheticEvaluation(every.test()), session.threads(), progress);
        }
        compared.remove(all);
        List<SearchedArchitectures.Searched> searched = new ArrayList<>();
        for (Compared each : compared) {
            for (Entrant entrant : each.entrants) {
                searched.add(searched(log, each, entrant));
            }
        }
        SearchedArchitectures found = new SearchedArchitectures(
                List.copyOf(networks.keySet()),
                searched(log, all, all.entrants.get(0)).accuracies(),
                searched);
        found.write(staging.file(RunFiles.SEARCH));
        found.writeProxies(staging.file(RunFiles.PROXIES));
        staging.note("networks", Integer.toString(networks.size()));
        staging.note("test images", Integer.toString(images.test().size()));
    }

    private SearchedArchitectures.Searched searched(TrialLog log, Compared compared, Entrant entrant) {
        List<Double> accuracies = new ArrayList<>();
        double seconds = 0;
        for (String network : networks.keySet()) {
            List<Outcome> outcomes = compared.comparison.outcomes(network, entrant.name(), trial -> log.find(trial)
                    .orElseThrow()
                    .among(session.threads().count()));
            accuracies.add(
                    outcomes.stream().mapToDouble(Outcome::accuracy).average().orElseThrow());
            seconds += outcomes.stream().mapToDouble(Outcome::seconds).sum();
        }
        return new SearchedArchitectures.Searched(entrant.name(), accuracies, seconds, entrant.seconds());
    }

    private EvaluationProtocol protocol(Proxy proxy) {
        Condensation condensation = proxy.settings().condensation();
        return new EvaluationProtocol(
                condensation.augmentation(),
                session.samples().name().equals("mnist"),
                settings.epochs(),
                condensation.networkRate());
    }

    private Compared compared(EvaluationProtocol protocol, List<Entrant> entrants) {
        return new Compared(
                new SyntheticComparison(
                        protocol, networks, settings.seed(), settings.seeds(), images.pool().length, entrants),
                entrants);
    }

    /**
     * Returns a proxy beside real images that are trained on as it is.
     *
     * @param rivals names of real images so far: those of one size that are trained on alike are compared once
     */
    private Compared compared(Proxy proxy, Set<String> rivals) {
        EvaluationProtocol protocol = protocol(proxy);
        ComparedImages every = ComparedImages.ofEveryClass(images);
        SyntheticSet set = proxy.images(images.source());
        Images learned = every.synthetic("condensed", set);
        List<Entrant> entrants = new ArrayList<>(List.of(new Entrant(proxy.name(), proxy.seconds(), seed -> learned)));
        int perClass = proxy.settings().condensation().imagesPerClass();
        String size = ", " + perClass + " a class" + (protocol.augmentation() == null ? ", not varied" : "");
        if (rivals.add(protocol + size)) {
            ChosenImages herding = ChosenImages.by(RankingMethod.HERDING, session, images, perClass, settings.seed());
            int[] labels = images.source().labels();
            String others =
                    rivals.stream().filter(rival -> rival.endsWith(size)).count() > 1 ? ", as of " + proxy.run() : "";
            entrants.add(new Entrant(
                    Comparison.RANDOM + size + others,
                    0,
                    seed -> every.real(MatchedDraw.of(herding.ids(), labels, images.pool(), seed))));
            entrants.add(new Entrant(
                    RankingMethod.HERDING + size + others, herding.seconds(), seed -> every.real(herding.ids())));
        }
        return compared(protocol, entrants);
    }
}
