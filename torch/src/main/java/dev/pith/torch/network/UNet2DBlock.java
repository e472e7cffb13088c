package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Residual blocks of one size of map, which are told the time, each perhaps followed by self-attention. The names of
 * the parameters are diffusers'.
 */
final class UNet2DBlock {
    private final List<Residual> residuals = new ArrayList<>();
    private final List<Attention> attentions = new ArrayList<>();

    /**
     * Adds the parameters, those of attention first, as diffusers lists them.
     *
     * @param in channels that come to each residual block
     * @param out channels that each makes
     * @param attentions how many of the residual blocks are followed by attention
     */
    UNet2DBlock(Parameters parameters, String name, List<Integer> in, int out, int attentions, UNet2DConfig config) {
        for (int i = 0; i < attentions; i++) {
            this.attentions.add(new Attention(parameters, name + ".attentions." + i, out, config));
        }
        for (int i = 0; i < in.size(); i++) {
            residuals.add(new Residual(parameters, name + ".resnets." + i, in.get(i), out, config));
        }
    }

    /** Returns how many residual blocks there are. */
    int size() {
        return residuals.size();
    }

    /**
     * Returns what one residual block, and the attention after it, make of a map.
     *
     * @param time {@code (B, 4 w)}, w the channels of the first level, activated already
     */
    Tensor apply(int i, Tensor x, Tensor time) {
        Tensor y = residuals.get(i).apply(x, time);
        return i < attentions.size() ? attentions.get(i).apply(y) : y;
    }

    /** Two normalized convolutions beside a shortcut (Ho et al., NeurIPS 2020, appendix B), the time between them. */
    private static final class Residual {
        private final Layer first;
        private final Linear time;
        private final Layer second;
        private final Layer shortcut;

        Residual(Parameters parameters, String name, int in, int out, UNet2DConfig config) {
            Conv2d.Options padded = Conv2d.Options.DEFAULT.padding(1);
            first = Layer.chain(
                    Normalization.groups(parameters, name + ".norm1", config.groups(), in, config.epsilon()),
                    Activation.SWISH,
                    new Conv2d(parameters, name + ".conv1", in, out, 3, padded));
            time = new Linear(
                    parameters,
                    name + ".time_emb_proj",
                    UNet2D.TIME * config.widths().get(0),
                    out);
            second = Layer.chain(
                    Normalization.groups(parameters, name + ".norm2", config.groups(), out, config.epsilon()),
                    Activation.SWISH,
                    new Conv2d(parameters, name + ".conv2", out, out, 3, padded));
            shortcut = in == out
                    ? Layer.IDENTITY
                    : new Conv2d(parameters, name + ".conv_shortcut", in, out, 1, Conv2d.Options.DEFAULT);
        }

        Tensor apply(Tensor x, Tensor embedding) { // (B, in, H, W) -> (B, out, H, W)
            Tensor shift = time.apply(embedding).unsqueeze(2).unsqueeze(3); // (B, out, 1, 1)
            Tensor y = second.apply(first.apply(x).add_(shift));
            return y.add_(shortcut.apply(x));
        }
    }

    /** Self-attention of all places of a normalized map to all, beside a shortcut. */
    private static final class Attention implements Layer {
        private final Layer norm;
        private final Linear queries;
        private final Linear keys;
        private final Linear values;
        private final Linear projection;
        private final long heads;

        Attention(Parameters parameters, String name, int width, UNet2DConfig config) {
            norm = Normalization.groups(parameters, name + ".group_norm", config.groups(), width, config.epsilon());
            queries = new Linear(parameters, name + ".to_q", width, width);
            keys = new Linear(parameters, name + ".to_k", width, width);
            values = new Linear(parameters, name + ".to_v", width, width);
            projection = new Linear(parameters, name + ".to_out.0", width, width);
            heads = width / config.headWidth();
        }

        @Override
        public Tensor apply(Tensor x) { // (B, width, H, W)
            Tensor places = norm.apply(x).flatten(2, 3).transpose(1, 2); // (B, H W, width)
            Tensor mixed = torch.scaled_dot_product_attention(
                    ofHeads(queries.apply(places)), ofHeads(keys.apply(places)), ofHeads(values.apply(places)));
            Tensor y = projection.apply(mixed.transpose(1, 2).flatten(2, 3)); // (B, H W, width)
            return y.transpose(1, 2).reshape(x.shape()).add(x);
        }

        private Tensor ofHeads(Tensor x) {
            return x.unflatten(-1, heads, -1).transpose(1, 2); // (B, heads, H W, width / heads)
        }
    }
}
