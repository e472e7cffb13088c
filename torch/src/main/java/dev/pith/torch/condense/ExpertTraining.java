package dev.pith.torch.condense;

import dev.pith.parallel.Threads;
import dev.pith.random.Priority;
import dev.pith.torch.Slices;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.Parameters;
import dev.pith.torch.optimize.Sgd;
import dev.pith.torch.train.SyntheticSet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Trains experts and writes their trajectories. Every expert has one thread, so that several are trained side by side
 * and none depends on the number of threads; called by several threads at once. Without momentum the weights are all
 * that a training goes on from.
 *
 * @param real all real images, in memory
 */
public record ExpertTraining(ExpertRecipe recipe, SyntheticSet real) {
    /** Keeps what is drawn apart from what else the seed decides. */
    private static final long SALT = 0x657870657274L;

    /** Returns how many epochs of an expert a file holds; -1 when there is none. */
    public int epochs(Path file) {
        if (!Files.exists(file)) {
            return -1;
        }
        try (Network network = Networks.create(recipe.network(), real.shape(), real.classes(), 0)) {
            return Trajectory.read(file, recipe.network(), network.parameters()).lastEpoch();
        }
    }

    /** Returns how many weights an expert has. */
    public static long weights(String name, InputShape shape, int classes) {
        try (Network network = Networks.create(name, shape, classes, 0)) {
            Parameters parameters = network.parameters();
            return parameters.learned().stream()
                    .mapToLong(each -> parameters.tensor(each).numel())
                    .sum();
        }
    }

    /**
     * Trains an expert, or goes on with what its file holds.
     *
     * @param number of the expert
     * @param notes kept in the file's metadata
     * @param due whether the file is to be written after an epoch, counted from 1; it always is after the last
     * @param watch hears of every epoch that is done; what it throws ends the training
     */
    public void train(int number, Path file, Map<String, String> notes, IntPredicate due, IntConsumer watch) {
        try (Threads alone = new Threads(1)) {
            Slices.forEach(alone, 1, 1, (from, one) -> train(number, file, notes, due, watch, alone));
        }
    }

    private void train(
            int number, Path file, Map<String, String> notes, IntPredicate due, IntConsumer watch, Threads alone) {
        long seed = Priority.of(number, recipe.seed() ^ SALT);
        SiameseAugmentation augmentation = recipe.augmentation();
        try (Network network = Networks.create(recipe.network(), real.shape(), real.classes(), seed);
                SyntheticTraining training = new SyntheticTraining(
                        network,
                        real,
                        new Sgd(0, false, 0),
                        ExpertRecipe.BATCH,
                        augmentation == null ? Variation.NONE : augmentation.eachDifferently(),
                        alone,
                        recipe.flat() ? FlatGradient.FTD : null)) {
            Trajectory trajectory = begin(file, network.parameters());
            for (int epoch = trajectory.lastEpoch() + 1; epoch <= recipe.epochs(); epoch++) {
                training.epoch(recipe.rate(), new SplittableRandom(Priority.of(epoch, seed)));
                keep(trajectory, network.parameters());
                if (epoch == recipe.epochs() || due.test(epoch)) {
                    trajectory.write(file, notes);
                }
                watch.accept(epoch);
            }
        }
    }

    /** Returns the trajectory so far, whose last weights the network then has. */
    private Trajectory begin(Path file, Parameters parameters) {
        if (Files.exists(file)) {
            Trajectory trajectory = Trajectory.read(file, recipe.network(), parameters);
            trajectory.give(trajectory.lastEpoch(), parameters);
            return trajectory;
        }
        Trajectory trajectory = new Trajectory(parameters);
        keep(trajectory, parameters);
        return trajectory;
    }

    /** Adds the network's weights. What is rounded to be stored is what the training goes on from, killed or not. */
    private void keep(Trajectory trajectory, Parameters parameters) {
        trajectory.add(parameters, recipe.half());
        if (recipe.half()) {
            trajectory.give(trajectory.lastEpoch(), parameters);
        }
    }
}
