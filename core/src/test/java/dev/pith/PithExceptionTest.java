package dev.pith;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PithExceptionTest {
    @Test
    void aMessageIsOneLineWhateverANameInItHolds() {
        String message = "x.csv: é\n\u001b[31m\u0085\u2028 is wrong; mend it";
        assertThat(new PithException(message)).hasMessage("x.csv: é??[31m?? is wrong; mend it");
        assertThat(new PithException(message, new IllegalStateException()))
                .hasMessage("x.csv: é??[31m?? is wrong; mend it");
    }
}
