package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryLimitTest {
    @ParameterizedTest
    @CsvSource({"1000, 1000", "600m, 629145600", "600 MiB, 629145600", "2G, 2147483648", "1.5gb, 1610612736", "1k, 1024"
    })
    void readsSizes(String text, long bytes) {
        assertThat(MemoryLimit.parse(text)).isEqualTo(new MemoryLimit(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "much", "-1g", "1x", "g"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> MemoryLimit.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("must be a size such as 600m or 2g, got " + text);
    }

    @Test
    void refusesNothing() {
        assertThatThrownBy(() -> MemoryLimit.parse("0g")).hasMessage("must be a positive size, got 0g");
        assertThatThrownBy(() -> new MemoryLimit(0)).hasMessage("memory limit must be positive, got 0 bytes");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "1048575, 1.0 MiB", "1610612736, 1.5 GiB"})
    void writesSizesAsPeopleReadThem(long bytes, String text) {
        assertThat(MemoryLimit.text(bytes)).isEqualTo(text);
    }

    @Test
    void stopsWorkThatWouldNotFitWithTheNumbersAndTheRemedy() {
        MemoryLimit limit = MemoryLimit.parse("1g");
        limit.require("Binning", 1L << 30, "use fewer samples");
        assertThatThrownBy(() -> limit.require("Binning", 3L << 30, "use fewer samples"))
                .isInstanceOf(PithException.class)
                .hasMessage("Binning needs about 3.0 GiB of memory and may use 1.0 GiB: allow more with `memory`"
                        + " if the machine has it, or use fewer samples");
    }

    @Test
    void aMachineHasMemory() {
        assertThat(MemoryLimit.ofMachine().bytes()).isPositive();
    }
}
