package dev.pith.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrainWithInfoBatchTest {
    private static final Pattern REPORT = Pattern.compile("([0-9,]+) samples seen, ([0-9.]+) % right");

    @Test
    void infoBatchSeesFewerSamplesAndIsAsGood() {
        PruningSchedule schedule = PruningSchedule.of(4_000, 16, 1);
        Matcher all = REPORT.matcher(TrainWithInfoBatch.report(EpochPruning.none(schedule)));
        Matcher pruned = REPORT.matcher(TrainWithInfoBatch.report(new InfoBatch(schedule, 0.5)));
        assertThat(all.matches()).isTrue();
        assertThat(pruned.matches()).isTrue();
        assertThat(all.group(1)).isEqualTo("64,000");
        assertThat(Integer.parseInt(pruned.group(1).replace(",", ""))).isBetween(40_000, 50_000);
        assertThat(Double.parseDouble(all.group(2))).isGreaterThan(97);
        assertThat(Double.parseDouble(pruned.group(2))).isGreaterThan(Double.parseDouble(all.group(2)) - 0.5);
    }

    /** What the README shows is what is compiled here. */
    @Test
    void readmeShowsLinesOfTheExample() throws IOException {
        Path root = Path.of(System.getProperty("pith.root", ".."));
        String source =
                Files.readString(root.resolve("examples/src/main/java/dev/pith/examples/TrainWithInfoBatch.java"));
        List<String> shown = Files.readString(root.resolve("README.md"))
                .lines()
                .dropWhile(line -> !line.equals("## In your own training loop"))
                .dropWhile(line -> !line.equals("```java"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .map(line -> line.replaceFirst("//.*", "").strip())
                .toList();
        assertThat(shown).hasSize(3).allSatisfy(line -> assertThat(source).contains(line));
    }
}
