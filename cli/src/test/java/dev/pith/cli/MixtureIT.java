package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pith.npy.Npy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of records are mixed by shares, from the command line. */
class MixtureIT {
    @TempDir
    Path folder;

    private void write(String name, int records) throws IOException {
        Files.write(
                folder.resolve(name),
                IntStream.range(0, records)
                        .mapToObj(i -> "{\"text\": \"" + name + " says " + i + " words of " + i % 7 + " kinds\"}")
                        .toList());
    }

    private Invocation select(Object source, String balance, Path run) {
        return Invocation.of(
                "select",
                source,
                "--embedder",
                "minhash",
                "--method",
                "facility-location",
                "--group",
                "files",
                "--balance",
                balance,
                "--keep",
                20,
                "-o",
                run);
    }

    @Test
    void eachFileGetsItsShare() throws IOException {
        write("long.jsonl", 60);
        write("short.jsonl", 10);
        String both = folder + "/{long,short}.jsonl";
        Path run = folder.resolve("run");
        Invocation quarter = select(both, "long=75%,short.jsonl=25%", run);
        assertThat(quarter.exitCode()).as(quarter.err()).isZero();
        assertThat(Arrays.stream(Npy.readLongs(run.resolve("selection.npy"))).filter(id -> id < 60))
                .hasSize(15);

        Path filled = folder.resolve("filled");
        assertThat(select(both, "long=0.1,short=0.9", filled).exitCode()).isZero();
        assertThat(Arrays.stream(Npy.readLongs(filled.resolve("selection.npy"))).filter(id -> id < 60))
                .as("the other file has no more than 10")
                .hasSize(10);

        Invocation missing = select(both, "long=75%,middle=25%", folder.resolve("refused"));
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("--balance: there is no class middle; there are long.jsonl, short.jsonl");
        Invocation single = select(folder.resolve("long.jsonl"), "long=75%", folder.resolve("single"));
        assertThat(single.exitCode()).isEqualTo(1);
        assertThat(single.err()).contains("long.jsonl: is not of several files to group by");
    }
}
