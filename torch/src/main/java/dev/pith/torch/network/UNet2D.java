package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * A network that says which noise is in an image: a U-Net (Ho et al., NeurIPS 2020, arXiv 2006.11239, appendix B) that
 * is told how far the noise has come and, where it knows classes, what the image shows. Shape and names of parameters
 * are those of diffusers' UNet2DModel. Owns its parameters until it is closed; for one thread at a time, but threads
 * may ask a network that does not change.
 */
public final class UNet2D implements AutoCloseable {
    /** What stands for the time has as many times the channels of the first level. */
    static final int TIME = 4;

    /** The longest wavelength of {@link #waves}, over 2 pi. */
    private static final double LONGEST = 10_000;

    private final UNet2DConfig config;
    private final Parameters parameters;
    private final Layer first;
    private final Layer time;
    private final @Nullable Tensor classes; // null where it knows none
    private final List<UNet2DBlock> down = new ArrayList<>();
    private final List<Layer> halves = new ArrayList<>();
    private final List<UNet2DBlock> up = new ArrayList<>();
    private final List<Layer> doubles = new ArrayList<>();
    private final UNet2DBlock middle;
    private final Layer last;

    /** Adds the layers of a network to parameters without any. */
    public UNet2D(UNet2DConfig config, Parameters parameters) {
        this.config = config;
        this.parameters = parameters;
        List<Integer> widths = config.widths();
        int width = widths.get(0);
        int channels = config.input().channels();
        Conv2d.Options padded = Conv2d.Options.DEFAULT.padding(1);
        first = new Conv2d(parameters, "conv_in", channels, width, 3, padded);
        time = Layer.chain(
                new Linear(parameters, "time_embedding.linear_1", width, TIME * width),
                Activation.SWISH,
                new Linear(parameters, "time_embedding.linear_2", TIME * width, TIME * width));
        classes = config.classes() == 0
                ? null
                : parameters.normal("class_embedding.weight", 1, config.classes(), (long) TIME * width);
        List<Integer> skipped = new ArrayList<>(List.of(width)); // channels of the maps that the way up looks at
        for (int level = 0; level < widths.size(); level++) {
            String name = "down_blocks." + level;
            int out = widths.get(level);
            List<Integer> in = new ArrayList<>(Collections.nCopies(config.layers(), out));
            in.set(0, widths.get(Math.max(0, level - 1)));
            int attentions = config.attentive().get(level) ? config.layers() : 0;
            down.add(new UNet2DBlock(parameters, name, in, out, attentions, config));
            skipped.addAll(Collections.nCopies(config.layers(), out));
            if (level < widths.size() - 1) {
                halves.add(new Conv2d(parameters, name + ".downsamplers.0.conv", out, out, 3, padded.stride(2)));
                skipped.add(out);
            }
        }
        int coming = widths.get(widths.size() - 1);
        for (int level = widths.size() - 1; level >= 0; level--) {
            String name = "up_blocks." + (widths.size() - 1 - level);
            int out = widths.get(level);
            List<Integer> in = new ArrayList<>();
            for (int i = 0; i <= config.layers(); i++) {
                in.add((i == 0 ? coming : out) + skipped.remove(skipped.size() - 1));
            }
            int attentions = config.attentive().get(level) ? config.layers() + 1 : 0;
            up.add(new UNet2DBlock(parameters, name, in, out, attentions, config));
            coming = out;
            if (level > 0) {
                doubles.add(new Conv2d(parameters, name + ".upsamplers.0.conv", out, out, 3, padded));
            }
        }
        int deepest = widths.get(widths.size() - 1);
        middle = new UNet2DBlock(parameters, "mid_block", List.of(deepest, deepest), deepest, 1, config);
        last = Layer.chain(
                Normalization.groups(parameters, "conv_norm_out", config.groups(), width, config.epsilon()),
                Activation.SWISH,
                new Conv2d(parameters, "conv_out", width, channels, 3, padded));
    }

    /** Returns what the network is. */
    public UNet2DConfig config() {
        return config;
    }

    /** Returns the named tensors. */
    public Parameters parameters() {
        return parameters;
    }

    /**
     * Returns the noise that the network takes to be in images, {@code (B, C, H, W) -> (B, C, H, W)}. The scope that is
     * open owns the result.
     *
     * @param times {@code [B]}, how far the noise has come, from 0
     * @param labels {@code [B]}, what the images show; not looked at where the network knows no classes
     */
    public Tensor noise(Tensor x, int[] times, int[] labels) {
        Tensor waves = waves(times).to(parameters.tensor("conv_in.weight").scalar_type());
        Tensor embedding = time.apply(waves); // (B, TIME width)
        if (classes != null) {
            embedding = embedding.add(classes.index_select(0, Tensors.of(labels)));
        }
        Tensor told = Activation.SWISH.apply(embedding); // every block's own activation, once
        List<Tensor> skips = new ArrayList<>();
        Tensor map = first.apply(x);
        skips.add(map);
        for (int level = 0; level < down.size(); level++) {
            for (int i = 0; i < down.get(level).size(); i++) {
                map = down.get(level).apply(i, map, told);
                skips.add(map);
            }
            if (level < halves.size()) {
                map = halves.get(level).apply(map);
                skips.add(map);
            }
        }
        map = middle.apply(1, middle.apply(0, map, told), told);
        for (int level = 0; level < up.size(); level++) {
            for (int i = 0; i < up.get(level).size(); i++) {
                Tensor skip = skips.remove(skips.size() - 1);
                map = up.get(level).apply(i, torch.cat(new TensorVector(map, skip), 1), told);
            }
            if (level < doubles.size()) {
                long[] size = {2 * map.size(2), 2 * map.size(3)};
                map = doubles.get(level).apply(torch.upsample_nearest2d(map, size));
            }
        }
        return last.apply(map);
    }

    /**
     * Returns the times as waves (Vaswani et al. 2017, section 3.5), {@code double (B, width)}: cosines of wavelengths
     * from 2 pi on, then sines.
     */
    private Tensor waves(int[] times) {
        int half = config.widths().get(0) / 2;
        double[] waves = new double[times.length * 2 * half];
        for (int i = 0; i < times.length; i++) {
            for (int k = 0; k < half; k++) {
                double angle = times[i] * Math.exp(-Math.log(LONGEST) * k / half);
                waves[(2 * i) * half + k] = Math.cos(angle);
                waves[(2 * i + 1) * half + k] = Math.sin(angle);
            }
        }
        return Tensor.create(waves, times.length, 2L * half);
    }

    @Override
    public void close() {
        parameters.close();
    }
}
