package dev.pith.pipeline.feature;

import dev.pith.data.Source;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.RunSamples;
import dev.pith.pipeline.session.Session;
import dev.pith.run.CsvText;
import dev.pith.run.Manifest;
import dev.pith.run.SamplesTable;
import dev.pith.run.Staging;
import dev.pith.run.Step;
import dev.pith.text.duplicate.Duplicate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;

/** What the step {@code dedup} writes of samples of any kind: lines of {@value RunFiles#DUPLICATES}. */
final class DuplicateList {
    private DuplicateList() {}

    static void append(StringBuilder csv, List<Duplicate> duplicates, Source source) {
        for (Duplicate duplicate : duplicates) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%d,%s,%d,%s,%.6f%n",
                    duplicate.id(),
                    CsvText.quoted(source.key(duplicate.id())),
                    duplicate.original(),
                    CsvText.quoted(source.key(duplicate.original())),
                    duplicate.similarity()));
        }
    }

    /** Bins and rankings that leave out other samples go with the step, and so do their columns. */
    static void emptyTable(Session session, Staging staging) throws IOException {
        Manifest manifest = session.run().manifest();
        if (manifest.step(Step.BINS).isPresent() || manifest.step(Step.SELECT).isPresent()) {
            SamplesTable table = RunSamples.table(session);
            table.forgetRanks();
            try (OutputStream out = Files.newOutputStream(staging.file(SamplesTable.FILE))) {
                table.write(out);
            }
        }
    }
}
