package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.data.Source;
import dev.pith.feature.Features;
import dev.pith.objective.QuerySimilarities;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.text.RecordTexts;
import dev.pith.text.duplicate.Duplicate;
import dev.pith.text.duplicate.Overlaps;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Records of a test, which nothing that is trained on should repeat. Their fields are known by their names. */
final class TestRecords implements AutoCloseable {
    private final Session session;
    private final RecordSource tests;
    private final RecordTexts texts;

    private TestRecords(Session session, RecordSource tests, RecordTexts texts) {
        this.session = session;
        this.tests = tests;
        this.texts = texts;
    }

    /**
     * Opens a file of them; those without a text do not count.
     *
     * @throws PithException when it holds no records of text
     */
    static TestRecords open(Session session, Path file) {
        Source source = SourceReference.of(file.toString()).open(session.messages());
        if (source instanceof RecordSource records) {
            RecordTexts texts = RecordTexts.of(records);
            if (texts.ids().length > 0) {
                return new TestRecords(session, records, texts);
            }
        }
        source.close();
        throw new PithException(file + ": holds no records of text to exclude what is near to; give a test as JSONL,"
                + " CSV or lines of text");
    }

    /** Returns what the file calls a test record. */
    String key(int test) {
        return tests.key(test);
    }

    /** Returns the records that repeat test records; of several that which is nearest. */
    List<Duplicate> repeatedBy(RecordSource source, TextSettings settings) {
        Integer ngram = settings.ngram();
        if (ngram == null) {
            return near(settings);
        }
        try (TaskProgress progress = session.progress("comparing with the test")) {
            return Overlaps.of(RecordTexts.of(source), texts, ngram, session.threads(), progress);
        }
    }

    private List<Duplicate> near(TextSettings settings) {
        double[][] queries = RunQueries.embed(session, settings, texts);
        BitSet skipped = Skipped.readIds(session.run().file(RunFiles.SKIPPED), RunFiles.SKIPPED_HEADER);
        List<Duplicate> near = new ArrayList<>();
        try (Features rows = RunFeatures.open(session)) {
            int[] ids = IntStream.range(0, rows.size())
                    .filter(id -> !skipped.get(id))
                    .toArray();
            double[][] values = QuerySimilarities.of(rows, ids, queries, session.memory(), session.threads())
                    .values();
            for (int x = 0; x < ids.length; x++) {
                int best = 0;
                for (int q = 1; q < queries.length; q++) {
                    best = values[x][q] > values[x][best] ? q : best;
                }
                double cosine = 2 * values[x][best] - 1;
                if (cosine >= settings.threshold()) {
                    near.add(new Duplicate(ids[x], texts.ids()[best], cosine));
                }
            }
        }
        return near;
    }

    @Override
    public void close() {
        tests.close();
    }
}
