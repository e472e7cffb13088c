package dev.pith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches among a few small networks. */
class SearchIT {
    @TempDir
    Path folder;

    @BeforeEach
    void draw() throws IOException {
        Stripes.draw(folder);
        Invocation condensed = Invocation.of(
                "condense",
                folder.resolve("train"),
                "--test",
                folder.resolve("test"),
                "--method",
                "dm",
                "--net",
                "convnet-width32-depth1",
                "--iterations",
                2,
                "--eval-epochs",
                1,
                "--eval-seeds",
                1,
                "--all-epochs",
                0,
                "-o",
                folder.resolve("few"));
        assertThat(condensed.exitCode()).as(condensed.err()).isZero();
    }

    private Object[] words(String run, Object... more) {
        List<Object> words = new ArrayList<>(List.of(
                "search",
                folder.resolve("train"),
                "--test",
                folder.resolve("test"),
                "--proxy",
                folder.resolve("few"),
                "--depths",
                "1",
                "--widths",
                "32",
                "--poolings",
                "maxpooling",
                "--norms",
                "none,batchnorm",
                "--eval-epochs",
                3,
                "--all-epochs",
                2,
                "-o",
                folder.resolve(run)));
        words.addAll(List.of(more));
        return words.toArray();
    }

    @Test
    void networksAreRankedAndReported() throws IOException {
        Invocation done = Invocation.of(words("run", "--format", "json"));
        assertThat(done.exitCode()).as(done.err()).isZero();
        JsonNode found = new ObjectMapper().readTree(done.out());
        assertThat(found.get("networks").asInt()).isEqualTo(4);
        assertThat(found.get("proxies")).hasSize(3);
        assertThat(Files.readAllLines(folder.resolve("run/search.csv")))
                .hasSize(1 + 4 * 4)
                .contains("network,images,accuracy");
        assertThat(Files.readAllLines(folder.resolve("run/proxies.csv"))).hasSize(4);
        Invocation again = Invocation.of(words("run"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out())
                .startsWith("4 networks on ")
                .contains("random, 1 a class")
                .contains("proxies.csv");
        Invocation report = Invocation.of("report", folder.resolve("run"));
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(Files.readString(folder.resolve("run/report.html"))).contains("\"search\":{\"networks\":[");
    }

    @Test
    void goesOnAfterItIsKilled() throws Exception {
        assertThat(Invocation.of(words("whole")).exitCode()).isZero();
        Path trials = folder.resolve("cut/trials.jsonl");
        try (PithProcess process = PithProcess.start(folder, words("cut"))) {
            while (process.isAlive() && !(Files.exists(trials) && Files.size(trials) > 0)) {
                Thread.sleep(2);
            }
            process.kill();
        }
        List<String> before = Files.readAllLines(trials);
        assertThat(before).isNotEmpty();
        Invocation again = Invocation.of(words("cut"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(Files.readAllLines(trials)).startsWith(before.get(0)).hasSize(16);
        assertThat(folder.resolve("cut/search.csv")).hasSameBinaryContentAs(folder.resolve("whole/search.csv"));
    }

    @Test
    void whatIsNoProxy() {
        Object[] words = words("run");
        words[5] = folder.resolve("train");
        Invocation none = Invocation.of(words);
        assertThat(none.exitCode()).isEqualTo(1);
        words = words("run");
        words[1] = folder.resolve("test");
        words[3] = folder.resolve("train");
        Invocation foreign = Invocation.of(words);
        assertThat(foreign.exitCode()).isEqualTo(1);
        assertThat(foreign.err()).contains("its images were condensed from other samples");
        words = words("run", "--activations", "rellu");
        Invocation misspelled = Invocation.of(words);
        assertThat(misspelled.exitCode()).isEqualTo(1);
        assertThat(misspelled.err()).contains("did you mean 'relu'");
    }
}
