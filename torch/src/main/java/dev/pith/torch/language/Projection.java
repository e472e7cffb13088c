package dev.pith.torch.language;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A linear layer: {@code y = x W^T + b}, and with a {@link Lora} {@code y + scale (x A^T) B^T}. Parameters:
 * {@code NAME.weight (out, in)}, of GPT-2 {@code (in, out)}, and {@code NAME.bias (out)}.
 */
final class Projection {
    private final String name;
    private final Tensor weight;
    private final @Nullable Tensor bias;
    private final boolean turned;
    private @Nullable Addition addition;

    /** What LoRA adds: {@code down (rank, in)} and {@code up (out, rank)}. */
    private record Addition(Tensor down, Tensor up, double scale) {}

    private Projection(String name, Tensor weight, @Nullable Tensor bias, boolean turned) {
        this.name = name;
        this.weight = weight;
        this.bias = bias;
        this.turned = turned;
    }

    /** Starts with normally distributed weights and a bias of 0. */
    static Projection of(Parameters parameters, String name, double deviation, int in, int out, boolean bias) {
        Tensor weight = parameters.normal(name + ".weight", deviation, out, in);
        return new Projection(name, weight, bias ? parameters.constant(name + ".bias", 0, out) : null, false);
    }

    /** Starts likewise, with the weights as GPT-2 stores them: a row for each number that comes in. */
    static Projection turned(Parameters parameters, String name, double deviation, int in, int out) {
        Tensor weight = parameters.normal(name + ".weight", deviation, in, out);
        return new Projection(name, weight, parameters.constant(name + ".bias", 0, out), true);
    }

    /** Returns its name: that of its weights without {@code .weight}. */
    String name() {
        return name;
    }

    int in() {
        return Math.toIntExact(weight.size(turned ? 0 : 1));
    }

    int out() {
        return Math.toIntExact(weight.size(turned ? 1 : 0));
    }

    /** Adds {@code scale (x A^T) B^T} from now on. */
    void add(Tensor down, Tensor up, double scale) {
        addition = new Addition(down, up, scale);
    }

    /** Returns whether something was added. */
    boolean isAdapted() {
        return addition != null;
    }

    /** Returns what the layer makes of tokens, {@code (T, in) -> (T, out)}. */
    Tensor apply(Tensor x) {
        Tensor y;
        if (turned) {
            y = bias == null ? x.mm(weight) : torch.addmm(bias, x, weight);
        } else {
            y = bias == null ? torch.linear(x, weight) : torch.linear(x, weight, Tensors.optional(bias));
        }
        if (addition == null) {
            return y;
        }
        Tensor added = torch.linear(torch.linear(x, addition.down), addition.up);
        return y.add(added, new Scalar(addition.scale));
    }
}
