package dev.pith.torch.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.prune.EpochPlan;
import dev.pith.prune.EpochPruning;
import dev.pith.prune.InfoBatch;
import dev.pith.prune.PruningSchedule;
import dev.pith.prune.ShardedPlan;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.optimize.Optimizer;
import dev.pith.torch.optimize.Schedule;
import dev.pith.torch.parallel.MeetingPoint;
import dev.pith.torch.parallel.ProcessGroup;
import dev.pith.torch.parallel.ProcessLost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Processes that train together; here they are threads, which Gloo does not mind. */
class DataParallelTest {
    /** Not a multiple of the batch: the last one has 13 samples in an epoch that sees all. */
    private static final Blobs IMAGES = new Blobs(109, 8, 4, 1);

    private static final ExecutorService THREADS = Executors.newCachedThreadPool();

    @TempDir
    private Path folder;

    @AfterAll
    static void close() {
        THREADS.shutdown();
    }

    private interface Member<T> {
        T run(ProcessGroup group);
    }

    /** Runs the same in all processes and returns the results by rank. */
    private static <T> List<T> together(int world, Member<T> member) {
        try (MeetingPoint meeting = MeetingPoint.open()) {
            List<CompletableFuture<T>> members = new ArrayList<>();
            for (int rank = 0; rank < world; rank++) {
                int own = rank;
                members.add(CompletableFuture.supplyAsync(
                        () -> {
                            try (ProcessGroup group = ProcessGroup.join(meeting.port(), own, world)) {
                                return member.run(group);
                            }
                        },
                        THREADS));
            }
            return members.stream().map(CompletableFuture::join).toList();
        }
    }

    private static Recipe.Builder recipe() {
        return Recipe.builder().epochs(5).batch(32).schedule(new Schedule.OneCycle(0.05, 0.3));
    }

    private static EpochPruning infoBatch(Recipe recipe) {
        return new InfoBatch(new PruningSchedule(IMAGES.size(), recipe.epochs(), 0.8, 7), 0.5);
    }

    private static Network network(String name) {
        return Networks.create(name, IMAGES.shape(), IMAGES.classes(), 1);
    }

    /** What a training comes to. */
    private record Trained(List<float[]> tensors, byte[] pruning, List<EpochRecord> epochs) {}

    private static Trained trained(Network network, EpochPruning pruning, List<EpochRecord> epochs) {
        List<float[]> tensors = new ArrayList<>();
        network.parameters().tensors().values().forEach(tensor -> tensors.add(Tensors.floats(tensor)));
        return new Trained(tensors, pruning.save(), epochs);
    }

    private static Trained train(Recipe recipe, String name, ProcessGroup group) {
        EpochPruning pruning = infoBatch(recipe);
        try (Threads threads = new Threads(1);
                Network network = network(name);
                Trainer trainer = new Trainer(
                                recipe, Classification.of(recipe, network, IMAGES), IMAGES, pruning, threads)
                        .among(group)) {
            return trained(network, pruning, trainer.train(TrainingListener.NONE));
        }
    }

    private static void assertSame(Trained one, Trained other) {
        assertThat(one.pruning).isEqualTo(other.pruning);
        for (int i = 0; i < one.tensors.size(); i++) {
            assertThat(one.tensors.get(i)).isEqualTo(other.tensors.get(i));
        }
    }

    /** One process that is given the same parts of the same batches: no group, no exchange, the rules written out. */
    private static Trained alone(Recipe recipe, String name, int world) {
        EpochPruning pruning = infoBatch(recipe);
        try (Threads threads = new Threads(1);
                Network network = network(name);
                Optimizer optimizer = new Optimizer(recipe.rule(), network.parameters(), recipe.regular())) {
            network.parameters().training(true);
            BatchGradient gradient = new BatchGradient(network.parameters(), threads);
            Classification task = new Classification(network, IMAGES.classes(), 0, recipe.precision());
            for (int epoch = 0; epoch < recipe.epochs(); epoch++) {
                EpochPlan plan = pruning.next();
                ShardedPlan shards = new ShardedPlan(plan, recipe.batch(), world);
                Course course = Course.of(recipe, plan.size(), epoch, optimizer.steps(), IMAGES.size());
                List<float[]> losses = new ArrayList<>();
                for (int rank = 0; rank < world; rank++) {
                    losses.add(new float[shards.size(rank)]);
                }
                int[] next = new int[world];
                for (int step = 0; step < shards.steps(); step++) {
                    try (PointerScope scope = new PointerScope()) {
                        List<List<float[]>> gradients = new ArrayList<>();
                        for (int rank = 0; rank < world; rank++) {
                            network.parameters().zeroGradients();
                            Batch batch = new Batch(IMAGES);
                            batch.fill(plan.order(), plan.weights(), shards.begin(step, rank), shards.end(step, rank));
                            float[] shares = batch.effectiveWeights();
                            for (int i = 0; i < shares.length; i++) {
                                shares[i] /= shards.count(step);
                            }
                            float[] own = gradient.add(task.losses(batch, epoch), Tensors.of(shares, 0, batch.size()));
                            System.arraycopy(own, 0, losses.get(rank), next[rank], own.length);
                            next[rank] += own.length;
                            List<float[]> ofRank = new ArrayList<>();
                            for (String learned : network.parameters().learned()) {
                                ofRank.add(Tensors.floats(
                                        network.parameters().tensor(learned).grad()));
                            }
                            gradients.add(ofRank);
                        }
                        int k = 0;
                        for (String learned : network.parameters().learned()) {
                            float[] sum = new float[gradients.get(0).get(k).length];
                            for (int i = 0; i < sum.length; i++) {
                                for (int rank = 0; rank < world; rank++) {
                                    sum[i] += gradients.get(rank).get(k)[i];
                                }
                            }
                            Tensor tensor = network.parameters().tensor(learned);
                            Tensors.write(tensor.grad(), sum);
                            k++;
                        }
                        optimizer.step(recipe.schedule().rate(course.position(step), recipe.totalSteps(IMAGES.size())));
                    }
                }
                pruning.update(plan.order(), 0, plan.size(), shards.inOrder(losses));
            }
            network.parameters().training(false);
            return trained(network, pruning, List.of());
        }
    }

    @Test
    void twoProcessesComeToWhatOneComesToThatIsGivenTheSameBatches() {
        Recipe recipe = recipe().build();
        List<Trained> both = together(2, group -> train(recipe, "convnet-depth1", group));
        assertSame(both.get(0), both.get(1));
        assertThat(both.get(0).epochs.get(1).samples()).isLessThan(IMAGES.size());
        assertSame(both.get(0), alone(recipe, "convnet-depth1", 2));
    }

    @Test
    void theLossIsThatOfAllProcesses() {
        Recipe recipe = recipe().epochs(1).schedule(new Schedule.Constant(1e-9)).build();
        List<Trained> both = together(2, group -> train(recipe, "convnet-depth1", group));
        EpochPruning pruning = infoBatch(recipe);
        try (Threads threads = new Threads(1);
                Network network = network("convnet-depth1");
                Trainer trainer =
                        new Trainer(recipe, Classification.of(recipe, network, IMAGES), IMAGES, pruning, threads)) {
            EpochRecord one = trainer.train(TrainingListener.NONE).get(0);
            for (Trained member : both) {
                assertThat(member.epochs.get(0).loss()).isCloseTo(one.loss(), within(1e-6));
                assertThat(member.epochs.get(0).steps()).isEqualTo(one.steps());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"2, convnet-batchnorm", "3, convnet-depth1", "3, convnet-batchnorm"})
    void allProcessesEndWithTheSameBits(int world, String name) {
        Recipe recipe = recipe().epochs(3)
                .batch(24) // accumulation, mixing, and with three processes a last batch of one sample: two parts are
                // empty
                .accumulate(2)
                .augmentations(EnumSet.of(Augmentation.CROP, Augmentation.MIXUP))
                .build();
        List<Trained> all = together(world, group -> train(recipe, name, group));
        all.forEach(member -> assertSame(member, all.get(0)));
        assertSame(together(world, group -> train(recipe, name, group)).get(0), all.get(0));
    }

    @Test
    void partsMayBeEmpty() {
        Recipe recipe = recipe().epochs(2).batch(2).build();
        List<Trained> all = together(3, group -> train(recipe, "convnet-depth1", group));
        all.forEach(member -> assertSame(member, all.get(0)));
    }

    /** Of the last batch, of 3, the second part is one sample, whose last map is one value per channel. */
    @Test
    void aPartMayBeOneSampleWithNothingToNormalize() {
        Blobs images = new Blobs(11, 32, 2, 1);
        Recipe recipe = recipe().epochs(2).batch(4).build();
        List<List<EpochRecord>> both = together(2, group -> {
            EpochPruning pruning = EpochPruning.none(PruningSchedule.of(images.size(), 2, 7));
            try (Threads threads = new Threads(1);
                    Network network = Networks.create("torchvision-resnet18", images.shape(), 2, 1);
                    Trainer trainer = new Trainer(
                                    recipe, Classification.of(recipe, network, images), images, pruning, threads)
                            .among(group)) {
                return trainer.train(TrainingListener.NONE);
            }
        });
        assertThat(both.get(0)).extracting(EpochRecord::samples).containsExactly(11, 11);
        assertThat(both.get(0)).extracting(EpochRecord::loss).allMatch(Double::isFinite);
        assertThat(both.get(1)).hasSize(2);
    }

    @Test
    void trainingsGoOnFromACheckpointToTheSameBits() {
        Recipe recipe = recipe().build();
        Path file = folder.resolve("checkpoint.safetensors");
        Trained undisturbed =
                together(2, group -> train(recipe, "convnet-depth1", group)).get(0);
        together(2, group -> {
            EpochPruning pruning = infoBatch(recipe);
            try (Threads threads = new Threads(1);
                    Network network = network("convnet-depth1");
                    Trainer trainer = new Trainer(
                                    recipe, Classification.of(recipe, network, IMAGES), IMAGES, pruning, threads)
                            .among(group)) {
                trainer.train(new TrainingListener() {
                    @Override
                    public void onEpoch(Trainer trainer, EpochRecord epoch) {
                        if (group.rank() == 0 && epoch.epoch() == 2) {
                            trainer.save(file, Map.of());
                        }
                    }
                });
                return 0;
            }
        });
        List<Trained> resumed = together(2, group -> {
            EpochPruning pruning = infoBatch(recipe);
            try (Threads threads = new Threads(1);
                    Network network = network("convnet-depth1");
                    Trainer trainer = new Trainer(
                                    recipe, Classification.of(recipe, network, IMAGES), IMAGES, pruning, threads)
                            .among(group)) {
                trainer.restore(file);
                return trained(network, pruning, trainer.train(TrainingListener.NONE));
            }
        });
        resumed.forEach(member -> assertSame(member, undisturbed));
    }

    @Test
    void idsTravelAsWholeNumbers() {
        long[] ids = {0, (1L << 24) + 1, (1L << 53) + 1, Long.MAX_VALUE};
        assertThat(together(2, group -> group.ofFirst(group.rank() == 0 ? ids : new long[4])))
                .allSatisfy(received -> assertThat(received).isEqualTo(ids));
    }

    @Test
    void processesThatPlanOtherwiseSaySo() {
        Recipe recipe = recipe().build();
        List<String> messages = together(2, group -> {
            EpochPruning pruning = EpochPruning.none(PruningSchedule.of(IMAGES.size(), 5, 10 + group.rank()));
            try (Threads threads = new Threads(1);
                    Network network = network("convnet-depth1");
                    Trainer trainer = new Trainer(
                                    recipe, Classification.of(recipe, network, IMAGES), IMAGES, pruning, threads)
                            .among(group)) {
                trainer.train(TrainingListener.NONE);
                return "trained";
            } catch (PithException | ProcessLost e) {
                return String.valueOf(e.getMessage());
            }
        });
        assertThat(messages.get(0)).isEqualTo("another process of this training is gone");
        assertThat(messages.get(1)).startsWith("worker 1 plans epoch 1 otherwise than the first");
    }

    @Test
    void aLossThatIsNoNumberIsSeenByAllInTheSameStep() {
        Recipe recipe = recipe().schedule(new Schedule.Constant(1e20)).build();
        List<String> messages = together(2, group -> {
            try {
                train(recipe, "convnet-depth1", group);
                return "";
            } catch (PithException e) {
                return String.valueOf(e.getMessage());
            }
        });
        assertThat(messages.get(0)).contains("lower the learning rate").isEqualTo(messages.get(1));
    }

    @Test
    void aProcessThatLeavesIsMissed() {
        List<String> outcomes = together(2, group -> {
            group.sum(1f);
            if (group.rank() == 1) {
                return "left";
            }
            try {
                group.sum(1f);
                return "summed";
            } catch (ProcessLost e) {
                return String.valueOf(e.getMessage());
            }
        });
        assertThat(outcomes).containsExactly("another process of this training is gone", "left");
    }
}
