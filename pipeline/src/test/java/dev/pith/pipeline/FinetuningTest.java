package dev.pith.pipeline;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pith.PithException;
import dev.pith.npy.FloatMatrix;
import dev.pith.npy.Npy;
import dev.pith.pipeline.finetune.FinetuneSettings;
import dev.pith.pipeline.finetune.Finetuned;
import dev.pith.pipeline.session.Messages;
import dev.pith.pipeline.session.Session;
import dev.pith.pipeline.session.TaskProgress;
import dev.pith.pipeline.train.PruningSettings;
import dev.pith.prune.PruningKind;
import dev.pith.sample.Budget;
import dev.pith.text.chat.ChatTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Language models learn all tokens first and then answers, with and without a kill between. */
class FinetuningTest {
    private static final String MODEL = "model/model.safetensors";

    @TempDir
    private Path folder;

    private Path records;
    private Path selection;
    private List<String> lines;

    @BeforeEach
    void write() throws IOException {
        lines = IntStream.range(0, 30)
                .mapToObj(i ->
                        "{\"instruction\": \"Say " + i % 7 + "\", \"output\": \"" + "yes ".repeat(1 + i % 5) + "\"}")
                .toList();
        records = Files.write(folder.resolve("records.jsonl"), lines);
        selection = folder.resolve("selection.npy");
        Npy.write(selection, IntStream.range(2, 30).toArray());
    }

    private FinetuneSettings.Builder settings(Path first) {
        return FinetuneSettings.builder("llama-shape")
                .vocabulary(280)
                .template(ChatTemplate.PLAIN) // short
                .pretrain(first.toString())
                .pretrainEpochs(2)
                .holdout(Budget.parse("6"));
    }

    private Map<String, String> tune(FinetuneSettings settings, Path run, Messages messages) {
        try (Session session = Session.open(run, messages)) {
            return Finetuning.of(records.toString(), settings)
                    .selections(List.of(selection))
                    .saveEvery(1)
                    .perform(session)
                    .facts();
        }
    }

    /** Every record that was trained on has a loss after each of four epochs, which falls; others have none. */
    private void requireTrajectories(Path run) throws IOException {
        List<String> tested = Files.readAllLines(run.resolve("answers.csv")).stream()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .toList();
        try (FloatMatrix losses = Npy.mapFloats(run.resolve("trajectories.npy"))) {
            assertThat(losses.rows()).isEqualTo(lines.size());
            assertThat(losses.columns()).isEqualTo(4);
            float[] row = new float[4];
            double[] sums = new double[4];
            for (int id = 0; id < lines.size(); id++) {
                losses.row(id, row);
                boolean trained = id >= 2 && !tested.contains(Integer.toString(id));
                for (int t = 0; t < 4; t++) {
                    assertThat(Float.isNaN(row[t])).isEqualTo(!trained);
                    sums[t] += trained ? row[t] : 0;
                }
            }
            assertThat(sums[3]).isLessThan(sums[0]);
        }
    }

    /** Stops a task in its second epoch. */
    private record Stopping(String task) implements Messages {
        @Override
        public TaskProgress progress(String begun) {
            return (done, total) -> {
                if (begun.equals(task) && done >= 3) {
                    throw new PithException("stopped");
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pretraining", "fine-tuning"})
    void whatWasStoppedGoesOnToTheSameBits(String task) throws IOException {
        FinetuneSettings settings = settings(records)
                .epochs(4)
                .pruning(PruningSettings.of(PruningKind.INFOBATCH, 0.4))
                .trajectories(true)
                .build();
        Path whole = folder.resolve("whole");
        Map<String, String> facts = tune(settings, whole, Messages.NONE);
        Path stopped = folder.resolve("stopped");
        assertThatThrownBy(() -> tune(settings, stopped, new Stopping(task))).hasMessage("stopped");
        assertThat(stopped.resolve(MODEL)).doesNotExist();
        List<String> notes = new ArrayList<>();
        tune(settings, stopped, new Messages() {
            @Override
            public void note(String line) {
                notes.add(line);
            }
        });
        assertThat(notes).contains("going on after epoch 1");
        assertThat(stopped.resolve(MODEL)).hasSameBinaryContentAs(whole.resolve(MODEL));
        assertThat(stopped.resolve("answers.csv")).hasSameBinaryContentAs(whole.resolve("answers.csv"));
        assertThat(stopped.resolve("trajectories.npy")).hasSameBinaryContentAs(whole.resolve("trajectories.npy"));
        assertThat(stopped.resolve("holdout.csv")).hasSameBinaryContentAs(whole.resolve("holdout.csv"));
        assertThat(stopped.resolve("trajectories.rows")).doesNotExist();
        assertThat(stopped.resolve("holdout.rows")).doesNotExist();
        List<String> held = Files.readAllLines(whole.resolve("holdout.csv"));
        assertThat(held).hasSize(6).startsWith("epoch,loss", "0," + facts.get(Finetuned.BEFORE));
        assertThat(held).endsWith("4," + facts.get(Finetuned.AFTER));
        requireTrajectories(whole);

        // What InfoBatch spared and what was seen are together what epochs that see everything would have seen.
        List<String> epochs = Files.readAllLines(stopped.resolve("finetune.jsonl"));
        JsonNode first = new ObjectMapper().readTree(epochs.get(0));
        assertThat(first.path("samples").asText()).isEqualTo(facts.get(Finetuned.RECORDS));
        long spared = Long.parseLong(facts.get(Finetuned.SPARED_TOKENS));
        assertThat(spared).isPositive();
        assertThat(Long.parseLong(facts.get(Finetuned.TOKENS)) + spared)
                .isEqualTo(4 * first.path("tokens").asLong());
    }

    @Test
    void whoLearnsByHeartIsTold() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<String> chance = IntStream.range(0, 30)
                .mapToObj(i -> "{\"text\":\""
                        + random.ints(20, 'a', 'i')
                                .mapToObj(Character::toString)
                                .collect(joining()) + "\"}")
                .toList();
        Files.write(records, chance);
        List<String> warnings = new ArrayList<>();
        Map<String, String> facts = tune(
                FinetuneSettings.builder("llama-shape")
                        .vocabulary(280)
                        .template(ChatTemplate.PLAIN)
                        .holdout(Budget.parse("6"))
                        .epochs(24)
                        .learningRate(0.003)
                        .build(),
                folder.resolve("heart"),
                new Messages() {
                    @Override
                    public void warn(String line) {
                        warnings.add(line);
                    }
                });
        assertThat(Integer.parseInt(facts.get(Finetuned.BEST_EPOCH))).isBetween(1, 23);
        assertThat(warnings).singleElement().asString().contains("learned by heart; train for fewer `epochs`");
    }

    @Test
    void whatIsHeldOutIsNotLearnedFirstEither() throws IOException {
        FinetuneSettings.Builder one = settings(records).pretrainEpochs(1).steps(1);
        Path same = folder.resolve("same");
        tune(one.build(), same, Messages.NONE);
        List<String> others = new ArrayList<>(lines);
        List<String> answers = Files.readAllLines(same.resolve("answers.csv"));
        answers.subList(1, 7).forEach(line -> others.set(Integer.parseInt(line.split(",", 2)[0]), ""));
        others.removeIf(String::isEmpty);
        assertThat(others).hasSize(24);
        Path without = Files.write(folder.resolve("without.jsonl"), others);
        Path other = folder.resolve("other");
        tune(one.pretrain(without.toString()).build(), other, Messages.NONE);
        assertThat(other.resolve(MODEL)).hasSameBinaryContentAs(same.resolve(MODEL));
    }
}
