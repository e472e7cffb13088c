package dev.pith.torch.train;

import dev.pith.torch.network.Network;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * How a network's numbers are kept while it is trained; weights are float32 in any case.
 *
 * @param bfloat16 whether the operations that PyTorch's autocast lists compute in bfloat16
 * @param channelsLast whether the channels of a pixel lie side by side in memory
 */
public record Precision(boolean bfloat16, boolean channelsLast) {
    /** Returns the logits in float32: {@code (B, C, H, W) -> (B, classes)}. */
    Tensor forward(Network network, Tensor x) {
        Tensor input = channelsLast ? x.contiguous(MemoryFormat.ChannelsLast) : x;
        return compute(() -> network.forward(input));
    }

    /** Returns the float32 result of work that computes in this precision. */
    public Tensor compute(Supplier<Tensor> work) {
        if (!bfloat16) {
            return work.get();
        }
        torch.set_autocast_dtype(DeviceType.CPU, ScalarType.BFloat16);
        torch.set_autocast_enabled(DeviceType.CPU, true); // for this thread
        try {
            return work.get().to(ScalarType.Float);
        } finally {
            torch.set_autocast_enabled(DeviceType.CPU, false);
            torch.clear_cache(); // of weights in bfloat16, which the step will change
        }
    }
}
