package dev.pith.fuzz;

import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.TensorData;
import java.nio.file.Path;
import java.util.Set;

/** Files of {@code torch.save}, as zip archives and in the older form. */
public final class PthFuzz {
    private PthFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.pth", PthFuzz::readAll);
    }

    /** Reads a file of weights and all its numbers, and looks for a network in it. */
    static void readAll(Path file) {
        StateDict read = Checkpoints.read(file);
        read.tensors().values().forEach(TensorData::doubles);
        read.partOf(Set.of("a.weight", "weight", "bias"));
    }
}
