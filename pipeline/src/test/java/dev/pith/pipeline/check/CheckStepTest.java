package dev.pith.pipeline.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.npy.Npy;
import dev.pith.pipeline.Photos;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures of two kinds, with faults planted among them. */
class CheckStepTest {
    private static final int PER_CLASS = 40;

    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void write() throws IOException {
        photos = Photos.write(folder, PER_CLASS);
    }

    private Checked check(String run, CheckSettings settings) {
        try (Session session = Session.open(folder.resolve(run), Messages.NONE);
                Source source = session.open(SourceReference.of(photos.toString()))) {
            return new CheckStep(session, source, settings).perform();
        }
    }

    private static CheckSettings settings(@Nullable String against, KeptCopy copy) {
        return new CheckSettings(against, copy, 0.995, "mlp", 4, 4, 0);
    }

    private List<String> found(Checked checked, IssueKind kind) {
        try (Source source = SourceReference.of(photos.toString()).open(Messages.NONE)) {
            return checked.issues().stream()
                    .filter(issue -> issue.kind() == kind)
                    .map(issue -> source.key(issue.id()) + (issue.other() == null ? "" : " = " + issue.other()))
                    .toList();
        }
    }

    private void copy(String from, String to) throws IOException {
        Files.copy(photos.resolve(from), photos.resolve(to));
    }

    private static void paint(Path file, int width, int height, int brightness) throws IOException {
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < width * height; p++) {
            image.getRaster().setSample(p % width, p / width, 0, brightness + (p % 2) * 3);
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private void brighter(String from, String to) throws IOException {
        BufferedImage image = ImageIO.read(photos.resolve(from).toFile());
        for (int p = 0; p < 64; p++) {
            int level = image.getRaster().getSample(p % 8, p / 8, 0);
            image.getRaster().setSample(p % 8, p / 8, 0, Math.min(255, level + 5));
        }
        ImageIO.write(image, "png", photos.resolve(to).toFile());
    }

    @Test
    void findsCopiesAndWhichStays() throws IOException {
        copy("0/10.png", "0/a.png");
        brighter("1/11.png", "1/b.png");
        copy("0/12.png", "1/c.png");

        Checked checked = check("run", settings(null, KeptCopy.FIRST));

        assertThat(found(checked, IssueKind.COPY)).containsExactly("0/a.png = 0/10.png", "1/c.png = 0/12.png");
        assertThat(found(checked, IssueKind.NEAR_COPY)).containsExactly("1/b.png = 1/11.png");
        assertThat(found(checked, IssueKind.TWO_LABELS)).containsExactly("0/12.png = 1/c.png", "1/c.png = 0/12.png");
        assertThat(found(checked, IssueKind.WRONG_LABEL)).containsExactly("1/c.png");
        assertThat(check("run", settings(null, KeptCopy.FIRST)))
                .usingRecursiveComparison()
                .isEqualTo(checked);
        assertThat(folder.resolve("run/issues.csv")).isNotEmptyFile();
        assertThat(folder.resolve("run/exclude.txt")).isNotEmptyFile();
        assertThat(folder.resolve("run/.check.npy")).doesNotExist();

        Checked byScore = check("score", settings(null, KeptCopy.SCORE));
        assertThat(found(byScore, IssueKind.COPY)).contains("1/c.png = 0/12.png");
    }

    @Test
    void aLabelIsLeftOutWhereItIsSurelyWrong() throws IOException {
        copy("0/12.png", "1/c.png");

        Checked checked = check("run", settings(null, KeptCopy.FIRST));

        assertThat(checked.namedRightly()).hasValueCloseTo(0.988, offset(0.02)); // all but the wrong one
        double[] probabilities = Npy.readDoubles(folder.resolve("run/probabilities.npy"));
        assertThat(probabilities).hasSize(2 * (2 * PER_CLASS + 1));
        assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, offset(1e-5));
        assertThat(checked.issues())
                .filteredOn(issue -> issue.kind() == IssueKind.WRONG_LABEL)
                .isNotEmpty()
                .allSatisfy(issue -> {
                    int label = issue.id() < PER_CLASS ? 0 : 1;
                    assertThat(issue.score()).isCloseTo(1 - probabilities[2 * issue.id() + label], offset(1e-4));
                    assertThat(issue.excluded()).isEqualTo(probabilities[2 * issue.id() + label] <= 0.01);
                });
        assertThat(new Issue(0, IssueKind.COPY, 0.5, null, "").excluded()).isTrue();
        assertThat(new Issue(0, IssueKind.OUTLIER, 9, null, "").excluded()).isFalse();
    }

    @Test
    void whatIsWrittenIsReadWithScoresRoundedTowardsZero() throws IOException {
        try (Source source = SourceReference.of(photos.toString()).open(Messages.NONE)) {
            Path file = folder.resolve("issues.csv");
            IssueFile.write(
                    file,
                    List.of(
                            new Issue(0, IssueKind.WRONG_LABEL, 0.99999, null, "a, b", true),
                            new Issue(1, IssueKind.NEAR_COPY, 0.9, "c", ""),
                            new Issue(2, IssueKind.BLURRED, -4.56789, null, "")),
                    source);
            assertThat(IssueFile.read(file))
                    .containsExactly(
                            new Issue(0, IssueKind.WRONG_LABEL, 0.9999, null, "a, b", true),
                            new Issue(1, IssueKind.NEAR_COPY, 0.9, "c", "", true),
                            new Issue(2, IssueKind.BLURRED, -4.5678, null, "", false));
        }
    }

    @Test
    void theLargestStaysAndOddSizesAreListed() throws IOException {
        for (int k = 0; k < 2; k++) {
            paint(photos.resolve(k + "/wide.png"), 64, 8, 100);
        }
        BufferedImage small = ImageIO.read(photos.resolve("0/10.png").toFile());
        BufferedImage large = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < 256; p++) {
            large.getRaster().setSample(p % 16, p / 16, 0, small.getRaster().getSample(p % 16 / 2, p / 32, 0));
        }
        ImageIO.write(large, "png", photos.resolve("0/z.png").toFile());

        Checked checked = check("run", settings(null, KeptCopy.LARGEST));

        assertThat(found(checked, IssueKind.NEAR_COPY)).containsExactly("0/10.png = 0/z.png");
        assertThat(found(checked, IssueKind.ODD_SIZE)).contains("0/wide.png", "1/wide.png");
        assertThat(found(checked, IssueKind.BLANK)).containsExactly("0/wide.png", "1/wide.png");
    }

    @Test
    void findsWhatIsTestedOn() throws IOException {
        Path test = folder.resolve("test");
        Files.createDirectories(test.resolve("0"));
        Files.copy(photos.resolve("0/20.png"), test.resolve("0/same.png"));
        paint(test.resolve("1/other.png"), 8, 8, 200);

        Checked checked = check("run", settings(test.toString(), KeptCopy.FIRST));

        assertThat(found(checked, IssueKind.LEAK)).containsExactly("0/20.png = 0/same.png");
        assertThatThrownBy(() -> check("other", settings(photos.toString(), KeptCopy.FIRST)))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("is the source itself; give other images with `against`");
    }

    @Test
    void findsWhatCannotBeReadAndWhatIsDarkOrLight() throws IOException {
        Files.writeString(photos.resolve("0/broken.png"), "no image");
        BufferedImage dark = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage light = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < 64; p++) {
            dark.getRaster().setSample(p % 8, p / 8, 0, p / 2);
            light.getRaster().setSample(p % 8, p / 8, 0, 255 - p / 2);
        }
        ImageIO.write(dark, "png", photos.resolve("0/dark.png").toFile());
        ImageIO.write(light, "png", photos.resolve("1/light.png").toFile());

        Checked checked = check("run", settings(null, KeptCopy.FIRST));

        assertThat(found(checked, IssueKind.UNREADABLE)).containsExactly("0/broken.png");
        assertThat(found(checked, IssueKind.DARK)).containsExactly("0/dark.png");
        assertThat(found(checked, IssueKind.LIGHT)).containsExactly("1/light.png");
        assertThat(checked.counts()).containsAllEntriesOf(Map.of(IssueKind.UNREADABLE, 1, IssueKind.DARK, 1));
    }

    @Test
    void withoutLabelsPixelsAreLookedAtAlone() throws IOException {
        photos = Files.move(photos.resolve("0"), folder.resolve("plain"));
        copy("10.png", "a.png");
        assertThat(found(check("run", settings(null, KeptCopy.FIRST)), IssueKind.COPY))
                .containsExactly("a.png = 10.png");
        assertThatThrownBy(() -> check("score", settings(null, KeptCopy.SCORE)))
                .isInstanceOf(PithException.class)
                .hasMessageContaining("no network says which copy to keep");
    }

    @Test
    void textsAreRefused() throws IOException {
        Path texts = Files.writeString(folder.resolve("texts.txt"), "one\ntwo\n");
        try (Source source = SourceReference.of(texts.toString()).open(Messages.NONE)) {
            assertThatThrownBy(() -> CheckStep.require(source))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("holds no images");
        }
    }

    @Test
    void settingsComeBack() {
        CheckSettings usual = CheckSettings.usual(3);
        assertThat(CheckSettings.of(usual.toMap())).isEqualTo(usual);
        CheckSettings other = new CheckSettings("test", KeptCopy.SCORE, 0.9, "lenet", 3, 2, 1);
        assertThat(CheckSettings.of(other.toMap())).isEqualTo(other);
        assertThatThrownBy(() -> new CheckSettings(null, KeptCopy.FIRST, 0, "lenet", 2, 1, 0))
                .hasMessage("`threshold` must be above 0 and at most 1, got 0.0");
        assertThatThrownBy(() -> new CheckSettings(null, KeptCopy.FIRST, 1, "lenet", 1, 1, 0))
                .hasMessage("`folds` must be at least 2, got 1");
        assertThatThrownBy(() -> new CheckSettings(null, KeptCopy.FIRST, 1, "lenet", 2, 0, 0))
                .hasMessage("`epochs` must be at least 1, got 0");
    }
}
