package dev.pith.torch.network;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * A small U-Net (Ronneberger, Fischer and Brox, MICCAI 2015): four stages of two convolutions, each at half the size of
 * the one before ({@link UNetEncoder}), and three on the way back, each of which sees the stage of its size too. Unlike
 * the paper's the convolutions keep the size of a map, and what is coarse is interpolated.
 */
final class UNet extends SegmentationNetwork {
    static void register(Networks.Registry networks) {
        networks.add("unet", UNet::new);
    }

    private final List<Layer> encoder;
    private final List<Layer> decoder = new ArrayList<>(); // the stage of the coarsest map first
    private final Layer head;

    private UNet(Parameters parameters, InputShape input, int classes) {
        super(parameters, new Prefix(UNetEncoder.NAME, UNetEncoder.NAME));
        encoder = UNetEncoder.stages(parameters, input);
        int[] widths = UNetEncoder.WIDTHS;
        for (int stage = widths.length - 2; stage >= 0; stage--) {
            decoder.add(UNetEncoder.twice(
                    parameters, "decoder." + stage, widths[stage + 1] + widths[stage], widths[stage]));
        }
        head = new Conv2d(parameters, "head", widths[0], classes, 1, Conv2d.Options.DEFAULT);
    }

    @Override
    List<Tensor> maps(Tensor x) {
        List<Tensor> maps = new ArrayList<>();
        for (Layer stage : encoder) {
            maps.add(stage.apply(maps.isEmpty() ? x : maps.get(maps.size() - 1)));
        }
        return maps;
    }

    @Override
    Tensor scores(List<Tensor> maps) {
        Tensor map = maps.get(maps.size() - 1);
        for (int i = 0; i < decoder.size(); i++) {
            Tensor same = maps.get(maps.size() - 2 - i);
            map = decoder.get(i).apply(torch.cat(new TensorVector(resized(map, same), same), 1));
        }
        return head.apply(map); // (B, classes, H, W)
    }
}
