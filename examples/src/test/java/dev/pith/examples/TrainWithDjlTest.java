package dev.pith.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.translate.TranslateException;
import dev.pith.data.Source;
import dev.pith.data.SourceOptions;
import dev.pith.data.open.Sources;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrainWithDjlTest {
    private static final Pattern REPORT = Pattern.compile("([0-9,]+) samples seen in \\S+ s, ([0-9.]+) % right");

    @Test
    void infoBatchSeesFewerSamplesAndLearnsTheSame() throws IOException, TranslateException {
        try (Source source = Sources.open("fashion-mnist-mini", SourceOptions.DEFAULT)) {
            RandomAccessDataset train = TrainWithDjl.dataset(source).subDataset(0, 1000);
            RandomAccessDataset test = TrainWithDjl.dataset(source).subDataset(1000, 1500);
            PruningSchedule schedule = PruningSchedule.of(1000, 8, 1);
            Matcher all = REPORT.matcher(TrainWithDjl.report(EpochPruning.none(schedule), train, test));
            Matcher pruned = REPORT.matcher(TrainWithDjl.report(new InfoBatch(schedule, 0.5), train, test));
            assertThat(all.matches() && pruned.matches()).isTrue();
            assertThat(all.group(1)).isEqualTo("8,000");
            assertThat(Integer.parseInt(pruned.group(1).replace(",", ""))).isLessThan(7000);
            assertThat(Double.parseDouble(all.group(2))).isGreaterThan(60);
            assertThat(Double.parseDouble(pruned.group(2))).isGreaterThan(60);
        }
    }
}
