package dev.pith.pipeline.feature;

import dev.pith.PithException;
import dev.pith.data.RecordSource;
import dev.pith.feature.Features;
import dev.pith.pipeline.session.MemoryEstimate;
import dev.pith.pipeline.session.OnError;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.Skipped;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.run.CsvText;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.text.Embedder;
import dev.pith.text.LongTextCount;
import dev.pith.text.LongTexts;
import dev.pith.text.RecordTexts;
import dev.pith.text.TextEmbedding;
import dev.pith.text.duplicate.Duplicate;
import dev.pith.text.duplicate.Duplicates;
import dev.pith.text.openai.OpenAiEmbedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * What is done with texts where images go through a network: the vectors of the step {@code features}, and the step
 * {@code dedup}.
 *
 * <p>Vectors are added to {@value RunFiles#EMBEDDING_LOG} as they are made, and a step that was killed goes on from
 * that file. The file is deleted when the features are complete.
 */
final class TextStep {
    /**
     * What the manifest calls the number of texts that are not read at once, and of those that are alike as far as they
     * are read.
     */
    private static final String LONG = "long texts";

    private static final String ALIKE = "long texts alike";

    private final Session session;
    private final RecordSource source;
    private final TextSettings configuration;

    TextStep(Session session, RecordSource source, TextSettings configuration) {
        this.session = session;
        this.source = source;
        this.configuration = configuration;
    }

    /**
     * Writes the vectors.
     *
     * @param staging gets the file, and what there is to know of texts that are too long
     * @param name of the file
     * @return the records without a text
     * @throws PithException when there are such records and they are not to be skipped, before anything is embedded
     */
    Skipped embed(Staging staging, String name, OnError onError) throws IOException {
        RecordTexts texts = RecordTexts.of(source);
        Skipped skipped = missing(texts);
        if (onError == OnError.FAIL) {
            skipped.refuse(source.name(), source::key);
        }
        Path log = session.run().file(RunFiles.EMBEDDING_LOG);
        try (Embedder embedder = configuration.embedder().open(configuration.baseUrl(), configuration.reading());
                TextEmbedding embedding =
                        TextEmbedding.open(texts, embedder, log, source.fingerprint(), session.force())) {
            if (embedding.isBegun()) {
                staging.goesOn();
            }
            noteLongTexts(texts, embedder, staging);
            if (embedder instanceof OpenAiEmbedder remote && !configuration.agreed()) {
                Consent.ask(session, remote, embedding.remaining());
            }
            try (TaskProgress progress = session.progress("embedding")) {
                embedding.embed(session.threads(), progress);
            }
            embedding.write(staging.file(name));
        }
        return skipped;
    }

    /** Returns the records without a text. */
    Skipped missing() {
        return missing(RecordTexts.of(source));
    }

    private static Skipped missing(RecordTexts texts) {
        Skipped skipped = new Skipped();
        texts.missing().forEach(skipped::add);
        return skipped;
    }

    /** Says how many texts are not read whole, or not at once. */
    private void noteLongTexts(RecordTexts texts, Embedder embedder, Staging staging) {
        LongTextCount count;
        try (TaskProgress progress = session.progress("reading texts")) {
            count = LongTextCount.of(texts, embedder, session.threads(), progress);
        }
        if (count.longer() == 0) {
            return;
        }
        staging.note(LONG, Integer.toString(count.longer()));
        String longer = count.longer() + " of " + texts.size() + " texts are longer than " + configuration.embedder()
                + " reads at once, ";
        if (configuration.reading() == LongTexts.WINDOWS) {
            session.note(longer + "their windows are averaged");
            return;
        }
        staging.note(ALIKE, Integer.toString(count.alike()));
        String alike = count.alike() == 0
                ? ""
                : ", where " + count.alike() + " do not differ from another as they do elsewhere";
        session.warn(longer + "of them only the " + configuration.reading() + " is read" + alike
                + "; `long-texts windows` reads all");
        refuseLookalikes(count.alike());
    }

    /** Refuses to take records for duplicates of which it was not read where they differ, unless that was asked for. */
    private void refuseLookalikes(int alike) {
        if (alike > 0 && configuration.dedup() == Dedup.SEMANTIC && configuration.longTexts() == null) {
            throw new PithException("`dedup semantic` would drop " + count(alike, "record") + " that "
                    + (alike == 1 ? "differs" : "differ") + " from another only where " + configuration.embedder()
                    + " does not read; let it read more with `long-texts tail` or windows, take `dedup minhash`, or drop them"
                    + " with `long-texts head`");
        }
    }

    private static String count(int count, String noun) {
        return count + " " + (count == 1 ? noun : noun + "s");
    }

    /** Deletes what a killed step would have gone on from. */
    void forget() {
        TextEmbedding.forget(session.run().file(RunFiles.EMBEDDING_LOG));
    }

    /** Does the step {@code dedup}; without duplicates to look for it only says so, and a later command must agree. */
    void dedup() {
        refuseLookalikes(Integer.parseInt(session.run()
                .manifest()
                .step(Step.FEATURES)
                .map(done -> done.facts().get(ALIKE))
                .orElse("0")));
        session.perform(Step.DEDUP, configuration.dedupToMap(), staging -> {
            if (configuration.dedup() != Dedup.NONE || configuration.excludeNear() != null) {
                List<Duplicate> duplicates = duplicates();
                StringBuilder csv = new StringBuilder(RunFiles.DUPLICATES_HEADER).append('\n');
                DuplicateList.append(csv, duplicates, source);
                int tested = 0;
                if (configuration.excludeNear() != null) {
                    BitSet before = new BitSet();
                    duplicates.forEach(duplicate -> before.set(duplicate.id()));
                    tested = writeTested(csv, before);
                    staging.note("of the test", Integer.toString(tested));
                }
                Files.writeString(staging.file(RunFiles.DUPLICATES), csv);
                staging.note("duplicates", Integer.toString(duplicates.size() + tested));
            }
            DuplicateList.emptyTable(session, staging);
        });
    }

    private List<Duplicate> duplicates() {
        double threshold = configuration.threshold();
        try (TaskProgress progress = session.progress("looking for duplicates")) {
            return switch (configuration.dedup()) {
                case NONE, NEAR -> List.of(); // which is of images
                case EXACT -> Duplicates.exact(RecordTexts.of(source), progress);
                case MINHASH -> Duplicates.minhash(RecordTexts.of(source), threshold, session.threads(), progress);
                case SEMANTIC -> {
                    BitSet skipped = Skipped.readIds(session.run().file(RunFiles.SKIPPED), RunFiles.SKIPPED_HEADER);
                    try (Features features = RunFeatures.open(session)) {
                        session.memory()
                                .require(
                                        "Looking for near-duplicates by their vectors",
                                        MemoryEstimate.duplicates(features.size()),
                                        "use `dedup minhash`");
                        yield Duplicates.semantic(features, skipped, threshold, progress);
                    }
                }
            };
        }
    }

    /** Writes the records that repeat test records, which have no id here, and returns how many those are. */
    private int writeTested(StringBuilder csv, BitSet before) {
        Path file = Objects.requireNonNull(configuration.excludeNear());
        int count = 0;
        try (TestRecords tests = TestRecords.open(session, file)) {
            for (Duplicate found : tests.repeatedBy(source, configuration)) {
                if (!before.get(found.id())) {
                    csv.append(String.format(
                            Locale.ROOT,
                            "%d,%s,,%s,%.6f%n",
                            found.id(),
                            CsvText.quoted(source.key(found.id())),
                            CsvText.quoted(file.getFileName() + ":" + tests.key(found.original())),
                            found.similarity()));
                    count++;
                }
            }
        }
        return count;
    }
}
