package dev.pith.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.PithException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
    @Command(name = "fails")
    private record Fails(Throwable failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (Exception) failure;
        }
    }

    @Test
    void outOfMemoryIsOneLineWithARemedyHoweverItIsWrapped() {
        String less =
                ": fewer --threads, smaller batches, fewer samples; the same command goes on after the last finished"
                        + " step\n";
        String heap =
                "pith: out of memory (Java heap space); give Java more with JAVA_OPTS=-Xmx8g, for example, or use less"
                        + less;
        assertThat(failed(new OutOfMemoryError("Java heap space"))).isEqualTo(heap);
        assertThat(failed(
                        new IllegalStateException(new IllegalStateException(new OutOfMemoryError("Java heap space")))))
                .isEqualTo(heap);
        assertThat(failed(new OutOfMemoryError("Cannot reserve 9 bytes of direct buffer memory (allocated: 1)")))
                .contains("JAVA_OPTS=-XX:MaxDirectMemorySize=8g");
        assertThat(failed(new OutOfMemoryError("DuckDB, reading t.parquet: failed to allocate 1 GB\nmore")))
                .isEqualTo(
                        "pith: out of memory (DuckDB, reading t.parquet: failed to allocate 1 GB); end other programs, or"
                                + " use less" + less);
        assertThat(failed(new PithException("what it is, and what to do", new OutOfMemoryError("Java heap space"))))
                .isEqualTo("pith: what it is, and what to do\n");
    }

    private static String failed(Throwable failure) {
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(new Fails(failure))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(new Failures());
        assertThat(Failures.execute(command)).isEqualTo(1);
        return err.toString();
    }
}
