package dev.pith.pipeline.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.sample.Budget;
import dev.pith.selection.ClassShares;
import dev.pith.selection.RankingMethod;
import dev.pith.selection.RankingSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BalanceTest {
    @TempDir
    private Path folder;

    private static ClassShares shares(String balance) {
        SelectSettings settings = SelectSettings.builder(RankingSettings.of(RankingMethod.RANDOM, 0), Budget.parse("5"))
                .balance(balance)
                .build();
        return Balance.shares(settings, List.of("cat", "a, b", "7", "b.jsonl"));
    }

    private ClassShares read(String text) throws IOException {
        return shares(Files.writeString(folder.resolve("shares.csv"), text).toString());
    }

    @Test
    void words() {
        assertThat(shares("source")).isEqualTo(ClassShares.SOURCE);
        assertThat(shares("uniform")).isEqualTo(ClassShares.UNIFORM);
    }

    @Test
    void classesGoByNameOrLabelAndAHeadingMayComeFirst() throws IOException {
        ClassShares expected = new ClassShares(Map.of(0L, 0.5, 1L, 2.0, 2L, 0.0));
        assertThat(read("cat,0.5\n\"a, b\",2\n7,0\n")).isEqualTo(expected);
        assertThat(read("class,share\n0,0.5\n1, 2\n7,0\n"))
                .as("7 is the name of class 2")
                .isEqualTo(expected);
    }

    /** Files go by their names without an extension as well. */
    @Test
    void sharesAreSaid() {
        assertThat(shares("cat=30%, b=0.5,2=0, 1 = 2"))
                .isEqualTo(new ClassShares(Map.of(0L, 0.3, 3L, 0.5, 2L, 0.0, 1L, 2.0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
            cat=30%,dog=70%   | there is no class dog; there are cat, a, b, 7, b.jsonl
            cat=30%,cat=0.7   | names cat again; say one share of each class
            cat=30%,b.jsonl   | 'b.jsonl' is no class with its share, such as cat=30%
            cat=30%,b=x       | a share is a number from 0 on, got x
            cat=30%,b=-1%     | a share is a number from 0 on, got -1
            cat=30%,          | '' is no class with its share, such as cat=30%
            """)
    void saysWhichShareIsWrong(String balance, String message) {
        assertThatThrownBy(() -> shares(balance))
                .isInstanceOf(PithException.class)
                .hasMessage("`balance`: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            cat,0.5;dog,1    | :2: there is no class dog; there are cat, a, b, 7, b.jsonl
            cat,0.5;cat,1    | :2: names cat again; write one line per class
            cat,0.5;1,much   | :2: a share is a number from 0 on, got much
            cat,0.5;1,-1     | :2: a share is a number from 0 on, got -1
            0,nan;1,1        | :1: a share is a number from 0 on, got nan
            cat,NaN;1,1      | :1: a share is a number from 0 on, got NaN
            dog,1;cat,1      | :1: there is no class dog; there are cat, a, b, 7, b.jsonl
            cat,0.5;1        | :2: is no class with its share, such as cat,0.2; write one a line
            cat,0.5;1,1e     | :2: a share is a number from 0 on, got 1e
            class,share      | : holds no shares; write a line per class, such as cat,0.2
            """)
    void saysWhichLineIsWrong(String lines, String message) {
        assertThatThrownBy(() -> read(lines.replace(';', '\n') + "\n"))
                .isInstanceOf(PithException.class)
                .hasMessage(folder.resolve("shares.csv") + message);
    }

    @Test
    void saysWhatABalanceIsWhereThereIsNoFile() {
        assertThatThrownBy(() -> shares("unifrom"))
                .isInstanceOf(PithException.class)
                .hasMessage("unifrom: cannot be read as shares of classes (unifrom); `balance` is source, uniform,"
                        + " shares such as cat=30%,dog=70%, or a file");
    }

    @Test
    void sharesNeedClasses() {
        SelectSettings.Builder unstratified = SelectSettings.builder(
                        RankingSettings.of(RankingMethod.RANDOM, 0), Budget.parse("5"))
                .stratify(false)
                .balance("uniform");
        assertThatThrownBy(unstratified::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("`balance` needs classes that are ranked each for itself");
    }
}
