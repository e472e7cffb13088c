package dev.pith.pipeline.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.selection.GroupLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstraintsTest {
    @TempDir
    private Path folder;

    private static GroupLimits atMost(String limit) {
        return Limits.of(new Constraints(null, null, limit, null), List.of("cat", "a, b"));
    }

    private GroupLimits read(String text) throws IOException {
        return atMost(Files.writeString(folder.resolve("limits.csv"), text.replace(';', '\n') + "\n")
                .toString());
    }

    @Test
    void limitsAreANumberForAllOrAFile() throws IOException {
        assertThat(atMost("20")).isEqualTo(new GroupLimits(Map.of(), Map.of(), null, 20));
        assertThat(read("group,most;cat,20;1,0"))
                .isEqualTo(new GroupLimits(Map.of(), Map.of(0L, 20, 1L, 0), null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            cat,5;dog,1    | :2: there is no class dog; there are cat, a, b
            cat,5;cat,1    | :2: names cat again; write one line per class
            cat,5;1,0.5    | :2: a limit is a whole number from 0 on, got 0.5
            cat,5;1,-1     | :2: a limit is a whole number from 0 on, got -1
            cat,5;1,3e9    | :2: a limit is a whole number from 0 on, got 3e9
            cat,5;1        | :2: is no class with its limit, such as cat,20; write one a line
            group,limit    | : holds no limits; write a line per class, such as cat,20
            """)
    void saysWhichLimitIsWrong(String lines, String message) {
        assertThatThrownBy(() -> read(lines))
                .isInstanceOf(PithException.class)
                .hasMessage(folder.resolve("limits.csv") + message);
    }

    @Test
    void saysWhatALimitIsWhereThereIsNoFile() {
        String limit = "`at-most` is a number of samples for each group, or a file of lines such as cat,20";
        assertThatThrownBy(() -> atMost("few")).hasMessage("few: no such file; " + limit);
        assertThatThrownBy(() -> atMost(folder.toString()))
                .hasMessageStartingWith(folder + ": cannot be read as limits of classes (")
                .hasMessageEndingWith("); " + limit);
    }

    @Test
    void tokensAreOfTexts() {
        new Constraints("tokens", 5.0, null, null).requireFits(true);
        new Constraints("price", 5.0, null, null).requireFits(false);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Constraints("tokens", 5.0, null, null).requireFits(false))
                .withMessage("`cost` tokens counts those of records of text, and the source holds none: give a column"
                        + " or a file of costs");
    }

    /** A file that happens to be called so does not count. */
    @Test
    void wordsAndNumbersAreNoFiles() {
        assertThat(Constraints.isFile("cost", "tokens")).isFalse();
        assertThat(Constraints.isFile("cost", "price.csv")).isTrue();
        assertThat(Constraints.isFile("at-most", "20")).isFalse();
        assertThat(Constraints.isFile("at-least", "least.csv")).isTrue();
        assertThat(Constraints.isFile("budget-cost", "20.0")).isFalse();
        for (GroupName name : GroupName.values()) {
            assertThat(GroupName.of(Path.of(name.toString()))).contains(name);
        }
        assertThat(GroupName.of(Path.of("groups.csv"))).isEmpty();
    }
}
