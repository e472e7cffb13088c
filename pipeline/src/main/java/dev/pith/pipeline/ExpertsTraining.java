package dev.pith.pipeline;

import dev.pith.data.Source;
import dev.pith.pipeline.condense.ExpertSettings;
import dev.pith.pipeline.condense.ExpertsStep;
import dev.pith.pipeline.condense.TrainedExperts;
import dev.pith.pipeline.evaluate.EvaluationImages;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Trainings on all images of a source that students of {@link Condensing} follow. What is not set, or set to null, is
 * as the command {@code pith experts} has it.
 */
public final class ExpertsTraining extends SourceWork<TrainedExperts> {
    private final ExpertSettings settings;
    private OnError onError = OnError.FAIL;
    private @Nullable Integer saveEvery;

    private ExpertsTraining(SourceReference source, ExpertSettings settings) {
        super(source);
        this.settings = settings;
    }

    /**
     * Begins with a source.
     *
     * @param source a path, or the name of a built-in data set
     */
    public static ExpertsTraining of(String source, ExpertSettings settings) {
        return of(SourceReference.of(source), settings);
    }

    /** Begins with a source that is opened with options. */
    public static ExpertsTraining of(SourceReference source, ExpertSettings settings) {
        return new ExpertsTraining(source, settings);
    }

    /** Sets what is done with images that cannot be read. */
    public ExpertsTraining onError(OnError what) {
        onError = what;
        return this;
    }

    /** Sets after how many epochs an expert's file is written; about every minute if not set. */
    public ExpertsTraining saveEvery(@Nullable Integer epochs) {
        saveEvery = epochs;
        return this;
    }

    @Override
    public TrainedExperts perform(Session session, Source opened) {
        session.about(opened, source);
        List<String> networks = List.of(settings.recipe().network());
        return new ExpertsStep(
                        session,
                        EvaluationImages.openSource(
                                session, opened, networks, settings.whiten(), onError == OnError.SKIP),
                        settings,
                        saveEvery)
                .perform();
    }
}
