package dev.pith.torch.feature;

import dev.pith.torch.checkpoint.TorchScript;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.Parameters;
import org.bytedeco.pytorch.Tensor;

/** A program that gives a row per image: embedding and logits are both what it gives. Does not own the program. */
final class ScriptedNetwork extends Network {
    private final TorchScript program;

    ScriptedNetwork(TorchScript program) {
        super(new Parameters(0));
        this.program = program;
    }

    @Override
    public Tensor embed(Tensor x) { // (B, C, H, W) -> (B, d)
        return program.embed(x);
    }

    @Override
    public Tensor classify(Tensor embedding) {
        return embedding;
    }
}
