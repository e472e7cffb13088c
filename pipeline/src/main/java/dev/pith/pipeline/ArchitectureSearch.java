package dev.pith.pipeline;

import dev.pith.data.Source;
import dev.pith.pipeline.condense.ChosenImages;
import dev.pith.pipeline.condense.Proxy;
import dev.pith.pipeline.condense.SearchSettings;
import dev.pith.pipeline.condense.SearchStep;
import dev.pith.pipeline.condense.SearchedArchitectures;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.train.TestImages;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A search for the network that does best after a training on all images of a source, by trainings on a few: condensed
 * ones, and random ones and those of herding beside them. What is not set, or set to null, is as the command
 * {@code pith search} has it.
 */
public final class ArchitectureSearch extends SourceWork<SearchedArchitectures> {
    private final List<Path> proxies;
    private final SearchSettings settings;
    private @Nullable String test;
    private OnError onError = OnError.FAIL;

    private ArchitectureSearch(SourceReference source, List<Path> proxies, SearchSettings settings) {
        super(source);
        this.proxies = proxies.stream().distinct().toList();
        this.settings = settings;
        if (this.proxies.isEmpty()) {
            throw new IllegalArgumentException("`proxy` must be at least one run of condensed images, got none");
        }
    }

    /**
     * Begins with a source.
     *
     * @param source a path, or the name of a built-in data set
     * @param proxies runs that hold images condensed from it, at least one
     */
    public static ArchitectureSearch of(String source, List<Path> proxies, SearchSettings settings) {
        return of(SourceReference.of(source), proxies, settings);
    }

    /** Begins with a source that is opened with options. */
    public static ArchitectureSearch of(SourceReference source, List<Path> proxies, SearchSettings settings) {
        return new ArchitectureSearch(source, proxies, settings);
    }

    /** Sets what networks are tested on; the test part of a data set that comes in two if not set. */
    public ArchitectureSearch test(@Nullable String other) {
        test = other;
        return this;
    }

    /** Sets what is done with images that cannot be read. */
    public ArchitectureSearch onError(OnError what) {
        onError = what;
        return this;
    }

    @Override
    public SearchedArchitectures perform(Session session, Source opened) {
        session.about(opened, source);
        List<Proxy> runs =
                proxies.stream().map(run -> Proxy.of(run, session.samples())).toList();
        boolean whiten = runs.get(0).settings().whiten();
        if (runs.stream().anyMatch(run -> run.settings().whiten() != whiten)) {
            throw new IllegalArgumentException("`proxy` runs must all be of `zca`, or none of them");
        }
        try (Source testImages = TestImages.require(session, test)) {
            EvaluationImages images =
                    EvaluationImages.open(session, opened, testImages, List.of(), whiten, onError == OnError.SKIP);
            ChosenImages.makeFeatures(session, opened, settings.seed(), onError);
            return new SearchStep(session, images, runs, settings).perform();
        }
    }
}
