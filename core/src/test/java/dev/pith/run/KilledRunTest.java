package dev.pith.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a kill leaves, before every file that a run writes, renames or deletes: the same command goes on from there to
 * the files of an undisturbed run, and nothing that was done before is lost.
 */
class KilledRunTest {
    private static final Author AUTHOR = new Author("1.2.3", List.of("a", "command"), 7L);

    @TempDir
    Path parent;

    private final List<Path> states = new ArrayList<>();

    private record Command(Step step, Map<String, String> configuration, Map<String, String> files) {
        /** Does the step by force, as a user who has changed his mind does. */
        void perform(Run run) {
            run.perform(step, configuration, true, staging -> {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    int slash = file.getKey().indexOf('/');
                    Path target = slash < 0
                            ? staging.file(file.getKey())
                            : folder(staging, file.getKey().substring(0, slash))
                                    .resolve(file.getKey().substring(slash + 1));
                    Files.writeString(target, file.getValue());
                }
            });
        }

        private static Path folder(Staging staging, String name) throws IOException {
            Path folder = staging.file(name);
            return Files.exists(folder) ? folder : staging.folder(name);
        }
    }

    private static Command command(Step step, String configuration, String... namesAndTexts) {
        Map<String, String> files = new TreeMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(namesAndTexts[i], namesAndTexts[i + 1]);
        }
        return new Command(step, Map.of("option", configuration), files);
    }

    /** Every kind of step, with the files that several share, and then some done anew. */
    private static final List<Command> COMMANDS = List.of(
            command(Step.NETWORK, "", "network.safetensors", "n"),
            command(Step.FEATURES, "", "features.npy", "f", "samples.csv", "id", "skipped.csv", "4"),
            command(Step.DEDUP, "", "duplicates.csv", "d"),
            command(Step.SELECT, "", "ranking.npy", "r", "samples.csv", "id,rank", "selection.npy", "3"),
            command(Step.BINS, "10", "bins/0", "a", "bins/1", "b", "samples.csv", "id,bin"),
            command(Step.SAMPLE, "10%", "selection.npy", "1", "weights.npy", "w", "samples.csv", "id,bin,selected"),
            command(Step.PRETRAIN, "", "mae.safetensors", "m"),
            command(Step.PIXELS, "", "patches/archive.pith", "p", "patches/bytes.csv", "2"),
            command(Step.TRAIN, "", "model.safetensors", "t"),
            command(Step.CONDENSE, "", "synthetic.npz", "s", "snapshots/1", "1"),
            command(Step.EVALUATE, "", "evaluation.csv", "e"),
            command(Step.EXPORT, ""),
            command(Step.REPORT, "", "report.html", "h"),
            command(Step.SAMPLE, "20%", "selection.npy", "1,2", "samples.csv", "id,bin,selected too"),
            command(Step.EVALUATE, "", "evaluation.csv", "e2"),
            command(Step.BINS, "5", "bins/0", "a b", "samples.csv", "id,other bin"),
            command(Step.DEDUP, "none", "samples.csv", "id"),
            command(Step.FEATURES, "other", "gradients/g", "g", "samples.csv", "id"),
            command(Step.CONDENSE, "again", "synthetic.npz", "s2", "snapshots/2", "2"));

    @Test
    void whereverItIsKilledTheSameCommandGoesOnToTheSameFiles() throws IOException {
        Path directory = parent.resolve("run");
        for (Command command : COMMANDS) {
            states.clear();
            try (Run run = Run.open(directory, AUTHOR, file -> keepState(directory))) {
                command.perform(run);
            }
            Map<String, String> expected = content(directory);
            assertThat(states).hasSizeGreaterThanOrEqualTo(2);
            for (int i = 0; i < states.size(); i++) {
                Path killed = states.get(i);
                try (Run run = Run.open(killed, AUTHOR)) {
                    for (Manifest.Done done : run.manifest().steps()) {
                        run.require(done.step(), "nothing");
                    }
                    command.perform(run);
                    for (Manifest.Done done : run.manifest().steps()) {
                        run.require(done.step(), "nothing");
                    }
                }
                assertThat(content(killed))
                        .as("%s, killed before change %d", command, i)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void killedWhileItGoesOnItGoesOnAgain() throws IOException {
        Path directory = parent.resolve("run");
        List<Path> first = new ArrayList<>();
        try (Run run = Run.open(directory, AUTHOR)) {
            COMMANDS.get(4).perform(run);
        }
        try (Run run = Run.open(directory, AUTHOR, file -> keepState(directory))) {
            COMMANDS.get(15).perform(run);
        }
        Map<String, String> expected = content(directory);
        first.addAll(states);
        for (Path killed : first) {
            states.clear();
            Run.open(killed, AUTHOR, file -> keepState(killed)).close();
            for (Path again : List.copyOf(states)) {
                try (Run run = Run.open(again, AUTHOR)) {
                    COMMANDS.get(15).perform(run);
                }
                assertThat(content(again)).isEqualTo(expected);
            }
        }
    }

    /** Copies the run as it is now: what a kill at this moment would leave. */
    private void keepState(Path directory) {
        Path state = parent.resolve("state-" + System.nanoTime());
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted().toList()) {
                Files.copy(path, state.resolve(directory.relativize(path).toString()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        states.add(state);
    }

    /** Returns all files, the manifest without its timings. */
    private static Map<String, String> content(Path run) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(run)) {
            for (Path file : tree.filter(Files::isRegularFile).toList()) {
                content.put(
                        run.relativize(file).toString(),
                        Files.readString(file)
                                .replaceAll("\"(started|elapsedSeconds|peakMemoryBytes)\" : [^\n]*\n", ""));
            }
        }
        return content;
    }
}
