package dev.pith.torch.condense;

import dev.pith.PithException;
import dev.pith.parallel.Threads;
import dev.pith.torch.Slices;
import dev.pith.torch.Tensors;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Trajectories of networks that were trained on real images. They lie in their files until they are asked for. */
public final class Experts {
    private final List<Trajectory> trajectories = new ArrayList<>();
    private final String network;
    private final InputShape shape;
    private final int classes;

    /**
     * Opens files.
     *
     * @param network full name of the networks
     * @param epochs how long each must have been trained
     * @throws PithException naming a file that is cut short, damaged, of another network or of fewer epochs
     */
    public Experts(List<Path> files, String network, InputShape shape, int classes, int epochs) {
        this.network = network;
        this.shape = shape;
        this.classes = classes;
        if (files.isEmpty()) {
            throw new IllegalArgumentException("there must be at least one expert, got none");
        }
        try (Network made = Networks.create(network, shape, classes, 0)) {
            for (Path file : files) {
                Trajectory trajectory = Trajectory.read(file, network, made.parameters());
                if (trajectory.lastEpoch() < epochs) {
                    throw new PithException(file + ": has " + trajectory.lastEpoch() + " epochs, and " + epochs
                            + " are needed: lower `max-start` or `expert-epochs`, or train experts for longer");
                }
                trajectories.add(trajectory);
            }
        }
    }

    /**
     * Returns what the experts say of images at the end of their training: the mean of their probabilities.
     *
     * @param pixels {@code float[count * c * h * w]}, normalized
     * @return {@code float[count * classes]}
     */
    public float[] probabilities(float[] pixels) {
        return probabilities(pixels, trajectories.size());
    }

    /** Returns likewise what some of them say: the first ones. */
    float[] probabilities(float[] pixels, int first) {
        int count = pixels.length / shape.numbers();
        double[] sums = new double[count * classes];
        try (Network teacher = Networks.create(network, shape, classes, 0);
                Threads one = new Threads(1)) {
            teacher.parameters().training(false);
            for (Trajectory trajectory : trajectories.subList(0, first)) {
                trajectory.give(trajectory.lastEpoch(), teacher.parameters());
                Slices.forEach(one, count, Slices.SIZE, (from, size) -> {
                    try (NoGradGuard noGradients = new NoGradGuard()) {
                        Tensor x = Tensors.of(
                                pixels, from * shape.numbers(), size, shape.channels(), shape.height(), shape.width());
                        float[] said = Tensors.floats(torch.softmax(teacher.forward(x), 1));
                        for (int i = 0; i < said.length; i++) {
                            sums[from * classes + i] += said[i];
                        }
                    }
                });
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (sums[i] / first);
        }
        return means;
    }

    /** Returns how many there are. */
    int count() {
        return trajectories.size();
    }

    /** Returns an expert's weights after an epoch, those before the training being 0; the open scope owns them. */
    Tensor[] weights(int expert, int epoch) {
        return trajectories.get(expert).weights(epoch);
    }
}
