package dev.pith.pipeline.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.npy.Npy;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.SourceReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnScoresTest {
    @TempDir
    private Path folder;

    private Source table;

    @BeforeEach
    void makeSource() throws IOException {
        table = source("t.csv", "text,label,mine,empty,word\na,0,3,,x\nb,1,1.5,,y\nc,0,-2,,z\n");
    }

    private Source source(String name, String content) throws IOException {
        return SourceReference.of(file(name, content).toString()).open(Messages.NONE);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    @AfterEach
    void close() {
        table.close();
    }

    private double[] read(Object given) {
        return OwnScores.read(given.toString(), table, new BitSet());
    }

    @Test
    void readsArraysTablesAndColumns() throws IOException {
        double[] expected = {3, 1.5, -2};
        Path array = folder.resolve("s.npy");
        Npy.write(array, new float[] {3, 1.5f, -2});
        assertThat(read(array)).containsExactly(expected);
        assertThat(read("mine")).containsExactly(expected);
        assertThat(read(file("a.csv", "score\n3\n1.5\n-2\n"))).containsExactly(expected);
        assertThat(read(file("b.csv", "id,difficulty\n2,-2\n0,3\n1,1.5\n"))).containsExactly(expected);
        assertThat(read(file("c.tsv", "Key\tnote\tscore\n1\tq\t1.5\n2\tr\t-2\n0\ts\t3\n")))
                .containsExactly(expected);
    }

    /** A sample that nothing is selected from needs no score, and has none when a network could not read it. */
    @Test
    void whatIsLeftOutNeedsNoScore() throws IOException {
        BitSet excluded = new BitSet();
        excluded.set(1);
        Path file = file("a.csv", "id,score\n0,3\n2,-2\n");
        assertThat(OwnScores.read(file.toString(), table, excluded)).containsExactly(3, Double.NaN, -2);
        assertThatThrownBy(() -> read(file))
                .hasMessage(file + ": the score of sample 1 (1) is missing; give every sample a number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
            score;1;2            | : holds 2 scores, but SOURCE has 3 samples; give the scores of this source, one for each, or a table with a column id or key
            score;1;NaN;2        | : the score of sample 1 (1) is missing; give every sample a number
            score;1;2;inf        | : the score of sample 2 (2) is Infinity; give every sample a number
            score;7;7;7          | : all scores are 7.0, which tells no sample from another; give others
            id,score;0,1;1,2;3,3 | : row 2 is of 3, and SOURCE has no sample of that id; its 3 samples are in the samples.csv of a run
            id,score;0,1;1,2;1,3 | : gives 1 two scores; leave one out
            id,a,b;0,1,1;1,2,2   | : does not say which column holds the scores; call it score (its columns are id, a, b)
            """)
    void refusesInALine(String content, String message) throws IOException {
        Path file = file("bad.csv", content.replace(';', '\n') + "\n");
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(PithException.class)
                .hasMessage(file + message.replace("SOURCE", table.name()));
    }

    /** Costs are read alike, and a fault of them is one of costs. */
    @Test
    void costsAreCalledCosts() throws IOException {
        assertThat(OwnScores.numbers(
                        file("a.csv", "cost,id,note\n3,0,x\n1,1,y\n2,2,z\n").toString(), table, "cost"))
                .containsExactly(3, 1, 2);
        Path fewer = file("b.csv", "cost\n1\n2\n");
        assertThatThrownBy(() -> OwnScores.numbers(fewer.toString(), table, "cost"))
                .hasMessage(fewer + ": holds 2 costs, but " + table.name()
                        + " has 3 samples; give the costs of this source, one for each, or a table with a column id or"
                        + " key");
        assertThatThrownBy(() -> OwnScores.numbers("word", table, "cost"))
                .hasMessage("column 'word' of " + table.name() + " holds x, and costs are numbers");
        assertThatThrownBy(
                        () -> OwnScores.numbers(file("c.csv", "id,a,b\n0,1,1\n").toString(), table, "cost"))
                .hasMessageContaining(": does not say which column holds the costs; call it cost (");
        assertThatThrownBy(() ->
                        OwnScores.numbers(file("d.csv", "id,cost\n0,1\n0,1\n").toString(), table, "cost"))
                .hasMessageEndingWith(": gives 0 two costs; leave one out");
        assertThatThrownBy(() -> OwnScores.numbers(file("s.bin", "x").toString(), table, "cost"))
                .hasMessageContaining("is no file of costs of a known kind");
    }

    @Test
    void refusesWhatIsNoNumberAndWhatIsNotThere() throws IOException {
        assertThatThrownBy(() -> read("word"))
                .hasMessage("column 'word' of " + table.name() + " holds x, and scores are numbers");
        assertThatThrownBy(() -> read("empty")).hasMessageStartingWith("empty: the score of sample 0 (0) is missing");
        assertThatThrownBy(() -> read("nowhere"))
                .hasMessageContaining(" has no column 'nowhere'; its columns are text, label");
        assertThatThrownBy(() -> read(file("s.bin", "x"))).hasMessageContaining("is no file of scores of a known kind");
        Path array = folder.resolve("s.npy");
        Npy.write(array, new double[4]);
        assertThatThrownBy(() -> read(array)).hasMessageStartingWith(array + ": holds 4 scores, but ");
        try (Source lines = source("l.txt", "a\nb\n")) {
            assertThatThrownBy(() -> OwnScores.read("mine", lines, new BitSet()))
                    .hasMessage(
                            "mine: no such file: check the path; or, when the source is one table, give a column of it");
        }
    }
}
