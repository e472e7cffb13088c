package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntriesTest {
    private static final Map<String, String> STEP =
            Map.of("net", "lenet", "bins", "10", "lr", "0.05", "seed", "9007199254740993");

    @Test
    void entriesAreReadAsWhatTheyAre() {
        assertThat(Entries.text(STEP, "net")).isEqualTo("lenet");
        assertThat(Entries.whole(STEP, "bins")).isEqualTo(10);
        assertThat(Entries.number(STEP, "lr")).isEqualTo(0.05);
        assertThat(Entries.large(STEP, "seed")).isEqualTo(9007199254740993L);
    }

    @Test
    void whatIsMissingIsNamed() {
        String message = "manifest.json: a step does not say its epochs;"
                + " bring the file back as Pith wrote it, or delete the run and make it anew";
        assertThatThrownBy(() -> Entries.text(STEP, "epochs"))
                .isInstanceOf(PithException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> Entries.whole(STEP, "epochs")).hasMessage(message);
        assertThatThrownBy(() -> Entries.large(STEP, "epochs")).hasMessage(message);
        assertThatThrownBy(() -> Entries.number(STEP, "epochs")).hasMessage(message);
    }

    @Test
    void whatIsNoNumberIsShown() {
        assertThatThrownBy(() -> Entries.whole(STEP, "lr"))
                .isInstanceOf(PithException.class)
                .hasMessage("manifest.json: a step says of its lr 0.05, which is not such a number;"
                        + " bring the file back as Pith wrote it, or delete the run and make it anew");
        assertThatThrownBy(() -> Entries.whole(STEP, "seed")).isInstanceOf(PithException.class);
        assertThatThrownBy(() -> Entries.large(STEP, "net")).isInstanceOf(PithException.class);
        assertThatThrownBy(() -> Entries.number(STEP, "net")).isInstanceOf(PithException.class);
    }
}
