package dev.pith.pipeline.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.data.Source;
import dev.pith.pipeline.Photos;
import dev.pith.pipeline.check.CheckSettings;
import dev.pith.pipeline.check.CheckStep;
import dev.pith.pipeline.check.KeptCopy;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.report.Findings;
import dev.pith.report.Findings.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FoundIssuesTest {
    private static final int PER_CLASS = 20;

    @TempDir
    private Path folder;

    private Path photos;
    private Path test;

    /** Every image of class 0 has a copy, the first two of them in class 1 and one in the test. */
    @BeforeEach
    void write() throws IOException {
        photos = Photos.write(folder, PER_CLASS);
        test = Files.createDirectories(folder.resolve("test"));
        for (int k = 0; k < PER_CLASS; k++) {
            Path image = photos.resolve("0/" + 2 * k + ".png");
            Files.copy(image, photos.resolve((k < 2 ? "1" : "0") + "/copy-" + k + ".png"));
        }
        Files.copy(photos.resolve("0/10.png"), photos.resolve("0/more.png"));
        Files.copy(
                photos.resolve("0/10.png"),
                Files.createDirectories(test.resolve("0")).resolve("a.png"));
        Files.writeString(photos.resolve("0/broken.png"), "no image");
    }

    private Findings found(Session session, @Nullable Source shown, List<String> notes) {
        try (Source source = session.open(SourceReference.of(photos.toString()))) {
            CheckSettings settings =
                    new CheckSettings(test.toString(), KeptCopy.FIRST, 0.995, CheckSettings.NO_NETWORK, 2, 1, 0);
            new CheckStep(session, source, settings).perform();
        }
        return FoundIssues.of(session, shown, notes);
    }

    private static Findings.Group group(Findings findings, String kind) {
        return findings.groups().stream()
                .filter(group -> group.kind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aPageShowsSomeOfEachKindAndCountsAll() {
        List<String> notes = new ArrayList<>();
        try (Session session = Session.open(folder.resolve("run"), Messages.NONE);
                Source source = SourceReference.of(photos.toString()).open(Messages.NONE)) {
            Findings findings = found(session, source, notes);

            assertThat(findings.namedRightly()).isNull();
            assertThat(findings.counts())
                    .contains(
                            new Findings.Count("copy", PER_CLASS + 1, PER_CLASS + 1),
                            new Findings.Count("two-labels", 4, 4),
                            new Findings.Count("unreadable", 1, 1));
            Findings.Group copies = group(findings, Findings.COPIES);
            assertThat(copies.total()).isEqualTo(PER_CLASS);
            assertThat(copies.rows()).hasSize(10);
            assertThat(copies.rows().get(0).caption()).isEqualTo("2 copies, equal pixels");
            assertThat(copies.rows().get(0).images())
                    .extracting(Shown::key)
                    .containsExactly("0/10.png", "0/copy-5.png", "0/more.png");
            assertThat(copies.rows().get(1).images())
                    .allSatisfy(image -> assertThat(image.content()).startsWith("data:image/png;base64,"));
            assertThat(group(findings, "two-labels").rows()).hasSize(2);
            Findings.Row leak = group(findings, "leak").rows().get(0);
            assertThat(leak.images().get(1).id()).isNull();
            assertThat(leak.images().get(1).key()).isEqualTo("0/a.png");
            assertThat(leak.images().get(1).content()).isNotNull();
            assertThat(group(findings, "unreadable")
                            .rows()
                            .get(0)
                            .images()
                            .get(0)
                            .content())
                    .isNull();
            assertThat(new ReportStep(session).perform().page()).isNotEmptyFile();
            assertThat(notes).isEmpty();
        }
    }

    @Test
    void whatIsGoneIsNamedAllTheSame() throws IOException {
        List<String> notes = new ArrayList<>();
        try (Session session = Session.open(folder.resolve("run"), Messages.NONE)) {
            found(session, null, notes);
            Files.move(test, folder.resolve("elsewhere"));

            Findings findings = FoundIssues.of(session, null, notes);

            assertThat(notes).singleElement().asString().startsWith("The test images cannot be read any more");
            assertThat(group(findings, "leak").rows().get(0).images())
                    .allSatisfy(image -> assertThat(image.content()).isNull());
            assertThat(group(findings, Findings.COPIES)
                            .rows()
                            .get(0)
                            .images()
                            .get(0)
                            .key())
                    .isEqualTo("0/10.png");
        }
    }
}
