package dev.pith.fuzz;

import dev.pith.torch.checkpoint.Checkpoints;

/** Whether an archive is a program. What PyTorch's own reader makes of a program is beyond this law. */
public final class TorchScriptFuzz {
    private TorchScriptFuzz() {}

    /** See {@link Law}. */
    public static void fuzzerTestOneInput(byte[] data) {
        Law.holds(data, "x.pt", Checkpoints::isTorchScript);
    }
}
