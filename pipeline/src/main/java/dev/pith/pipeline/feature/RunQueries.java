package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.objective.QuerySimilarities;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.Manifest;
import dev.pith.text.Embedder;
import dev.pith.text.RecordTexts;
import dev.pith.text.openai.OpenAiEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is looked for among the samples of a run, or kept away from, as what made the run's features sees it. */
public final class RunQueries {
    /** The similarity {@code (1 + cos) / 2} from which a query nearly repeats a record. */
    private static final double NEAR = (1 + Dedup.SEMANTIC.usualThreshold) / 2;

    private RunQueries() {}

    /**
     * Queries that nearly repeat records.
     *
     * @param queries how many do
     * @param query the number of the first of them, from 0
     * @param id of the record most like it
     */
    public record Repetition(int queries, int query, int id) {}

    /**
     * Reads queries: the features of a run that were made as this one's; an array of vectors; or texts, as those of the
     * run were read, by the same fields.
     *
     * @param dimension of the run's features
     * @return {@code double[m][d]}
     * @throws PithException when the other run's features were made otherwise, vectors are of another length or have no
     *     direction, the run is not of texts, the file holds no records, or one has no text
     */
    public static double[][] read(Session session, Path file, int dimension) {
        if (Files.exists(file.resolve(Manifest.FILE))) {
            VectorMaker.of(session.run().directory()).requireMadeAlso(file);
            return vectors(file.resolve(RunFiles.FEATURES), dimension);
        }
        return Npy.isArray(file) ? vectors(file, dimension) : texts(session, file);
    }

    private static double[][] vectors(Path file, int dimension) {
        try (FloatMatrix rows = Npy.mapFloats(file)) {
            if (rows.columns() != dimension) {
                throw new PithException(file + ": holds vectors of " + rows.columns()
                        + " numbers, and the run's features" + " have " + dimension + "; make both by the same");
            }
            double[][] vectors = new double[Math.toIntExact(rows.rows())][dimension];
            float[] row = new float[dimension];
            for (int i = 0; i < vectors.length; i++) {
                rows.row(i, row);
                double squares = 0;
                for (int j = 0; j < dimension; j++) {
                    vectors[i][j] = row[j];
                    squares += vectors[i][j] * vectors[i][j];
                }
                if (!(squares > 0 && squares < Double.POSITIVE_INFINITY)) {
                    throw new PithException(file + ": vector " + i + " has no direction; leave it out");
                }
            }
            return vectors;
        }
    }

    private static double[][] texts(Session session, Path file) {
        TextSettings settings = RunFeatures.settings(session)
                .map(FeatureSettings::texts)
                .orElseThrow(() -> new PithException(file + ": is no run with features and no .npy of vectors; the"
                        + " features of " + session.run().directory() + " are not of texts, so give either"));
        SourceReference reference = SourceReference.of(session.samples()).beside(file.toString());
        try (Source source = reference.open(session.messages())) {
            if (!(source instanceof RecordSource records) || source.size() == 0) {
                throw new PithException(file + ": holds no records of text; give a file like the source itself");
            }
            RecordTexts texts = RecordTexts.of(records);
            if (!texts.missing().isEmpty()) {
                int first = texts.missing().firstKey();
                throw new PithException(file + ": query " + first + " cannot be compared, "
                        + texts.missing().get(first) + "; mend it or leave it out");
            }
            return embed(session, settings, texts);
        }
    }

    /** Returns the vectors of all texts that there are, in order. */
    static double[][] embed(Session session, TextSettings settings, RecordTexts texts) {
        List<String> all = Arrays.stream(texts.ids()).mapToObj(texts::text).toList();
        double[][] vectors = new double[all.size()][];
        try (Embedder embedder = settings.embedder().open(settings.baseUrl(), settings.reading());
                TaskProgress progress = session.progress("embedding other texts")) {
            if (embedder instanceof OpenAiEmbedder remote && !settings.agreed()) {
                Consent.ask(session, remote, all);
            }
            for (int from = 0; from < vectors.length; from += embedder.batch()) {
                int to = Math.min(vectors.length, from + embedder.batch());
                float[][] batch = embedder.embed(all.subList(from, to), session.threads());
                for (int i = from; i < to; i++) {
                    float[] vector = batch[i - from];
                    vectors[i] = new double[vector.length];
                    Arrays.setAll(vectors[i], j -> vector[j]);
                }
                progress.onStep(to, vectors.length);
            }
        }
        return vectors;
    }

    /** Returns which queries nearly repeat records, if any do. */
    public static Optional<Repetition> repetition(Features rows, int[] ids, double[][] queries, Session session) {
        double[][] values = QuerySimilarities.of(rows, ids, queries, session.memory(), session.threads())
                .values();
        int count = 0;
        int first = -1;
        int like = -1;
        for (int q = 0; q < queries.length; q++) {
            int best = 0;
            for (int x = 1; x < ids.length; x++) {
                best = values[x][q] > values[best][q] ? x : best;
            }
            if (ids.length > 0 && values[best][q] >= NEAR) {
                first = count++ == 0 ? q : first;
                like = first == q ? ids[best] : like;
            }
        }
        return count == 0 ? Optional.empty() : Optional.of(new Repetition(count, first, like));
    }
}
