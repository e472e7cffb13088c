package dev.pith.pipeline.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pith.PithException;
import dev.pith.data.Source;
import dev.pith.pipeline.Photos;
import dev.pith.pipeline.feature.FeatureKind;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.RunFiles;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.SourceReference;
import dev.pith.run.Manifest;
import dev.pith.run.Step;
import dev.pith.sample.Budget;
import dev.pith.torch.evaluate.Candidate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Selections of pictures of two kinds, dark on top and dark below, in noise. */
class SweptSelectionsTest {
    private static final int PER_CLASS = 30;
    private static final int SEEDS = 4;

    @TempDir
    private Path folder;

    private Path photos;

    @BeforeEach
    void write() throws IOException {
        photos = Photos.write(folder, PER_CLASS);
    }

    private static Sweep sweep(int selectors, String... methods) {
        return new Sweep(
                List.of(FeatureKind.EMBEDDING),
                Stream.of(methods).map(EvaluatedMethod::parse).toList(),
                List.of(3),
                List.of(Budget.parse("20%")),
                selectors,
                7);
    }

    private Map<String, Candidate> select(Path run, Sweep sweep) {
        try (Session session = Session.open(run, Messages.NONE);
                Source source = session.open(SourceReference.of(photos.toString()))) {
            return new SweptSelections(sweep, source, SEEDS)
                    .ofSource(session, sweep.ofSource()).stream()
                            .collect(Collectors.toMap(Candidate::name, each -> each));
        }
    }

    private static Candidate of(Map<String, Candidate> candidates, String name) {
        return Objects.requireNonNull(candidates.get(name), name);
    }

    private static long different(Candidate candidate) {
        return candidate.draws().stream().map(Arrays::toString).distinct().count();
    }

    @Test
    void whatDrawsDrawsForEverySeedAndWeightsAndTimesGoAlong() {
        Path run = folder.resolve("run");
        Map<String, Candidate> made = select(
                run, sweep(1, "random", "dq", "exchange", "ccs", "herding", "weighted-facility-location", "craig"));
        for (String name : List.of("random", "dq-3 embedding", "exchange-3 embedding", "ccs embedding")) {
            assertThat(different(of(made, name))).as(name).isEqualTo(SEEDS);
        }
        Candidate craig = of(made, "craig embedding");
        for (Candidate fixed :
                List.of(of(made, "herding embedding"), of(made, "weighted-facility-location embedding"), craig)) {
            assertThat(fixed.draws()).as(fixed.name()).hasSize(1);
        }
        assertThat(made.values()).allSatisfy(each -> assertThat(each.size()).isEqualTo(12));
        assertThat(Objects.requireNonNull(craig.weights())).hasSize(1);
        float sum = 0;
        for (float weight : Objects.requireNonNull(craig.weights()).get(0)) {
            sum += weight;
        }
        assertThat(sum).isEqualTo(2 * PER_CLASS); // sizes of clusters
        assertThat(made.values().stream().filter(each -> each.weights() != null))
                .containsExactly(craig);

        Manifest.Done network = Manifest.read(run).step(Step.NETWORK).orElseThrow();
        double scores = Objects.requireNonNull(network.partSeconds().get("scores"));
        assertThat(scores).isBetween(0.0, network.elapsedSeconds());
        double features = Manifest.read(run).step(Step.FEATURES).orElseThrow().elapsedSeconds();
        assertThat(of(made, "ccs embedding").seconds()).isGreaterThanOrEqualTo(network.elapsedSeconds() + features);
        assertThat(of(made, "herding embedding").seconds())
                .isGreaterThanOrEqualTo(network.elapsedSeconds() - scores + features);
    }

    @Test
    void everyNetworkSelectsAndHasARunThatStays() throws IOException {
        Path run = folder.resolve("run");
        Map<String, Candidate> made = select(run, sweep(2, "facility-location", "dual-beta", "dq"));
        assertThat(of(made, "facility-location embedding").draws()).hasSize(2);
        assertThat(different(of(made, "facility-location embedding"))).isEqualTo(2);
        assertThat(different(of(made, "dual-beta embedding"))).isEqualTo(SEEDS);
        assertThat(made.values()).allMatch(each -> each.selectors() == 2);
        Path second = run.resolve(RunFiles.SELECTORS).resolve("2");
        assertThat(Manifest.read(second).step(Step.NETWORK).orElseThrow().configuration())
                .containsEntry("seed", "8")
                .containsKey("scorers");
        assertThat(Manifest.read(run).step(Step.NETWORK).orElseThrow().configuration())
                .containsEntry("seed", "7");

        // a network that was cut off looks again, to the same selections, and the other does not
        List<String> before = texts(made);
        Files.delete(second.resolve("manifest.json"));
        Files.delete(second.resolve("network.safetensors"));
        Files.writeString(second.resolve("manifest.json"), emptied(run));
        String first = Manifest.read(run).step(Step.NETWORK).orElseThrow().started();
        assertThat(texts(select(run, sweep(2, "facility-location", "dual-beta", "dq"))))
                .isEqualTo(before);
        assertThat(Manifest.read(run).step(Step.NETWORK).orElseThrow().started())
                .isEqualTo(first);
        assertThat(second.resolve("network.safetensors")).exists();
    }

    /** Returns the manifest of a run in which nothing is done yet. */
    private static String emptied(Path run) throws IOException {
        String text = Files.readString(run.resolve("manifest.json"));
        return text.substring(0, text.indexOf("\"steps\"")) + "\"steps\" : [ ]\n}\n";
    }

    private static List<String> texts(Map<String, Candidate> candidates) {
        return candidates.values().stream()
                .map(each -> each.name() + Arrays.deepToString(each.draws().toArray()))
                .sorted()
                .toList();
    }

    @Test
    void whatARunLacksIsSaidBeforeAnythingStarts() {
        Path run = folder.resolve("run");
        select(run, sweep(1, "herding"));
        try (Session session = Session.open(run, Messages.NONE)) {
            assertThatThrownBy(() -> sweep(1, "auto").requireHeld(session))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("has no scores of its samples; make them with pith scores SOURCE -o ");
            assertThatThrownBy(() -> sweep(1, "craig").requireHeld(session))
                    .isInstanceOf(PithException.class)
                    .hasMessageContaining("holds embedding features, and craig goes by gradients; make a run");
        }
    }
}
