package dev.pith.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.prune.PruningKind;
import dev.pith.torch.evaluate.Row;
import dev.pith.torch.evaluate.View;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTableTest {
    private static final double NONE = Double.NaN;

    @Test
    void saysHowManyComparisonsItMakesOfOneSeedToo() {
        Row row =
                new Row(View.STEPS, "lenet", "dq-10", PruningKind.NONE, 75, 0.125, 0.8, NONE, 0.01, NONE, 960, 8, 6, 5);
        assertThat(text(List.of(row, row))).endsWith("\n\n2 comparisons with random; one seed has no interval\n");
        assertThat(text(List.of(row))).endsWith("\n\n1 comparison with random; one seed has no interval\n");
    }

    private static String text(List<Row> rows) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        new EvaluationTable(rows).print(out);
        out.flush();
        return text.toString();
    }

    @Test
    void printsATableForEveryViewAndNetwork() {
        List<Row> rows = List.of(
                new Row(
                        View.STEPS,
                        "lenet",
                        "random",
                        PruningKind.NONE,
                        75,
                        0.125,
                        0.8125,
                        0.00704,
                        NONE,
                        NONE,
                        9600,
                        8.25,
                        0,
                        NONE),
                new Row(
                        View.STEPS,
                        "lenet",
                        "dq-10 gradient",
                        PruningKind.NONE,
                        75,
                        0.125,
                        0.826,
                        0.0102,
                        0.0135,
                        0.0211,
                        9600,
                        8,
                        61.77,
                        5),
                new Row(
                        View.STEPS,
                        "lenet",
                        "all",
                        PruningKind.NONE,
                        600,
                        1,
                        0.9,
                        0,
                        NONE,
                        NONE,
                        123456.4,
                        20.04,
                        0,
                        NONE),
                new Row(
                        View.EPOCHS,
                        "lenet",
                        "k-center pixels",
                        PruningKind.INFOBATCH,
                        1,
                        0.0016667,
                        0.1,
                        NONE,
                        -0.0299,
                        NONE,
                        7,
                        0.04,
                        0.3,
                        Double.POSITIVE_INFINITY));
        assertThat(text(rows))
                .isEqualTo(
                        """
                lenet, equal steps
                selection                       keep     accuracy %     over random  samples seen  seconds  selected in  paid off
                random                        12.5 %  81.25 +- 0.70                         9,600      8.3
                dq-10 gradient                12.5 %  82.60 +- 1.02   +1.35 +- 2.11         9,600      8.0       61.8 s   after 5
                all                            100 %  90.00 +- 0.00                       123,456     20.0

                lenet, equal epochs
                selection                       keep     accuracy %     over random  samples seen  seconds  selected in  paid off
                k-center pixels + infobatch  0.1667 %          10.00           -2.99             7      0.0        0.3 s     never

                +- of accuracy is the deviation of the seeds, of over random the 95 % interval of the paired difference;
                of 2 comparisons with random about one in twenty lies outside by chance
                """);
    }
}
