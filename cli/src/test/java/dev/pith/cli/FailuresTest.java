package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void outOfMemoryIsOneLine() {
        StringWriter err = new StringWriter();
        assertThat(Failures.outOfMemory(new PrintWriter(err, true), new OutOfMemoryError("Java heap space")))
                .isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "pith: out of memory (Java heap space); give Java more, such as JAVA_OPTS=-Xmx8g, or the"
                                + " command smaller samples; the same command goes on after the last finished step");
    }
}
