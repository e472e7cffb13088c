package dev.pith.pipeline.evaluate;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.feature.RunFeatures;
import dev.pith.pipeline.feature.RunScores;
import dev.pith.pipeline.feature.ScoresStep;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.selection.BinningSettings;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Selections by several methods from the features of one run, made as {@code quantize} and {@code select} make them,
 * class by class.
 *
 * @param features what samples are compared by; null for what the run holds
 * @param methods random is in every comparison anyway; named, it stands for the sizes alone
 * @param bins numbers of bins; a single one is the ranking it holds, of GraphCut
 * @param keeps how many samples are kept
 * @param selectors how many networks look at the samples, from 1; seed s is trained on what number
 *     {@code s mod selectors} selects
 * @param seed of the first network and of the first draw; others count up
 */
public record Sweep(
        @Nullable List<FeatureKind> features,
        List<EvaluatedMethod> methods,
        List<Integer> bins,
        List<Budget> keeps,
        int selectors,
        long seed) {
    /** Numbers of bins unless told otherwise. */
    public static final String DEFAULT_BINS = BinningSettings.DEFAULT_BINS;

    /** How many samples are kept unless told otherwise. */
    public static final String DEFAULT_KEEP = "10%";

    /** Networks that look at the samples unless told otherwise. */
    public static final String DEFAULT_SELECTORS = "1";

    /** Insists on a network. */
    public Sweep {
        if (selectors < 1) {
            throw new IllegalArgumentException("`selectors` must be at least 1, got " + selectors);
        }
    }

    /** Returns what is usual for some methods. */
    public static Sweep of(List<EvaluatedMethod> methods, long seed) {
        return new Sweep(
                null,
                methods,
                List.of(Integer.valueOf(DEFAULT_BINS)),
                List.of(Budget.parse(DEFAULT_KEEP)),
                Integer.parseInt(DEFAULT_SELECTORS),
                seed);
    }

    /**
     * Insists that every network selects for as many seeds.
     *
     * @param seeds how often everything is trained
     */
    public void requireFits(int seeds) {
        if (seeds % selectors != 0) {
            throw new IllegalArgumentException(
                    "`seeds` must be a multiple of `selectors`, so that each selects for as many; got " + seeds
                            + " and " + selectors);
        }
    }

    /**
     * Returns the features that a run of a source needs, of which the others can be taken.
     *
     * @throws IllegalArgumentException when one run cannot hold all that is wanted
     */
    public FeatureKind ofSource() {
        methods.stream().filter(EvaluatedMethod::isOfRecords).findFirst().ifPresent(method -> {
            throw new IllegalArgumentException("`methods` " + method
                    + " is for records of text, which a language model learns: name one with `model`");
        });
        if (List.of(EvaluatedMethod.RANDOM).equals(methods)) {
            return FeatureKind.PIXELS; // nothing is compared, so the quickest will do
        }
        boolean gradients = methods.stream().anyMatch(EvaluatedMethod::needsGradients);
        FeatureKind kind = features == null || features.contains(FeatureKind.GRADIENT) || gradients
                ? FeatureKind.GRADIENT // of which embeddings are a factor
                : features.get(0);
        if (features != null) {
            features.stream().filter(other -> !takes(other, kind)).findFirst().ifPresent(other -> {
                throw new IllegalArgumentException("`features` " + other + " cannot be had beside " + kind
                        + (gradients ? ", which some `methods` go by" : "") + "; compare them in runs of their own");
            });
        }
        requireNetwork(features == null ? List.of(kind) : features);
        return kind;
    }

    /**
     * Insists on a source of which all can be made that methods go by.
     *
     * @throws IllegalArgumentException when one run cannot hold all that is wanted
     * @throws PithException when the source cannot be scored
     */
    public void requireFits(Source source) {
        ofSource();
        if (needsScores()) {
            ScoresStep.require(source);
        }
    }

    /** Returns the same without a method. */
    public Sweep without(EvaluatedMethod method) {
        List<EvaluatedMethod> others =
                methods.stream().filter(each -> !each.equals(method)).toList();
        return new Sweep(features, others, bins, keeps, selectors, seed);
    }

    /**
     * Insists on methods for records of text.
     *
     * @throws IllegalArgumentException when one, or something else of it, is for images
     */
    public void requireRecords() {
        if (features != null || selectors > 1) {
            throw new IllegalArgumentException("`features` and `selectors` are for images; records are compared by the"
                    + " vectors of their texts");
        }
        methods.stream().filter(method -> !method.isForRecords()).findFirst().ifPresent(method -> {
            throw new IllegalArgumentException("`methods` " + method
                    + " goes by what a network says of images with labels; records of text have none");
        });
    }

    /**
     * Insists on a run that holds what methods go by.
     *
     * @throws PithException when it lacks features, gradients or scores
     * @throws IllegalArgumentException when nothing is said of features, and those of the run are its own
     */
    public void requireHeld(Session session) {
        if (RunSamples.areTexts(session)) {
            throw new PithException(session.run().directory()
                    + ": is of records of text, which a language model learns: name one with `model`");
        }
        FeatureKind held = held(session);
        for (FeatureKind kind : features == null ? List.of(held) : features) {
            if (!takes(kind, held)) {
                throw new PithException(session.run().directory() + ": holds " + held + " features, not " + kind
                        + "; make a run with pith features SOURCE `features` " + kind + " -o RUN");
            }
        }
        for (EvaluatedMethod method : methods) {
            if (method.needsGradients() && held != FeatureKind.GRADIENT) {
                throw new PithException(session.run().directory() + ": holds " + held + " features, and " + method
                        + " goes by gradients; make a run with pith features SOURCE `features` gradient -o RUN");
            }
        }
        if (needsScores()) {
            RunScores.require(session);
        }
        requireNetwork(features == null ? List.of(held) : features);
        boolean given = RunFeatures.settings(session)
                .filter(settings -> settings.weights() != null || settings.from() != null)
                .isPresent();
        if (selectors > 1 && given) {
            throw new PithException(session.run().directory()
                    + ": the network of its features was given, so no other network can look; leave out `selectors`");
        }
    }

    /** Refuses several networks where none has a say. */
    private void requireNetwork(List<FeatureKind> kinds) {
        boolean seen = kinds.stream().anyMatch(kind -> kind != FeatureKind.PIXELS);
        if (selectors > 1 && methods.stream().noneMatch(method -> method.needsNetwork(seen))) {
            throw new IllegalArgumentException("no network has a say in what these `methods` select, got `selectors` "
                    + selectors + "; leave it out");
        }
    }

    /** Returns whether features of a kind can be taken from those of another. */
    private static boolean takes(FeatureKind kind, FeatureKind held) {
        return kind == held || (kind == FeatureKind.EMBEDDING && held == FeatureKind.GRADIENT);
    }

    /** Returns whether a method looks at the scores of a training. */
    boolean needsScores() {
        return methods.stream().anyMatch(EvaluatedMethod::needsScores);
    }

    /**
     * Returns what samples are compared by in a run.
     *
     * @param method auto is tried on embeddings, so it goes by these where nothing is said
     */
    List<FeatureKind> kinds(Session session, EvaluatedMethod method) {
        if (features != null) {
            return features;
        }
        FeatureKind held = held(session);
        boolean embeddings = method.equals(EvaluatedMethod.AUTO) && held == FeatureKind.GRADIENT;
        return List.of(embeddings ? FeatureKind.EMBEDDING : held);
    }

    private static FeatureKind held(Session session) {
        String held = session.run()
                .require(
                        Step.FEATURES,
                        "pith features SOURCE -o " + session.run().directory())
                .configuration()
                .get("features");
        return Arrays.stream(FeatureKind.values())
                .filter(kind -> kind.toString().equals(held))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "the features of the run are of its source, which holds no images to train on"));
    }
}
