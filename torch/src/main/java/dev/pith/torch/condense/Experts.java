package dev.pith.torch.condense;

import dev.pith.PithException;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Networks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Trajectories of networks that were trained on real images. They lie in their files until they are asked for. */
public final class Experts {
    private final List<Trajectory> trajectories = new ArrayList<>();

    /**
     * Opens files.
     *
     * @param network full name of the networks
     * @param epochs how long each must have been trained
     * @throws PithException naming a file that is cut short, damaged, of another network or of fewer epochs
     */
    public Experts(List<Path> files, String network, InputShape shape, int classes, int epochs) {
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

    /** Returns how many there are. */
    int count() {
        return trajectories.size();
    }

    /** Returns an expert's weights after an epoch, those before the training being 0; the open scope owns them. */
    Tensor[] weights(int expert, int epoch) {
        return trajectories.get(expert).weights(epoch);
    }
}
