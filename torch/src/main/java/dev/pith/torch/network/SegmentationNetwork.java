package dev.pith.torch.network;

import dev.pith.PithException;
import dev.pith.torch.Tensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A network that gives every pixel a class. A backbone makes maps of an image, coarser and coarser, and a head makes
 * scores of the classes from them. What stands for the whole image, its embedding, is the mean of the last map.
 */
public abstract class SegmentationNetwork extends Network {
    private final Prefix backbone;

    /**
     * What the names of the backbone's parameters begin with.
     *
     * @param own here
     * @param ofClassifier in the classifier that has the same layers
     */
    record Prefix(String own, String ofClassifier) {}

    SegmentationNetwork(Parameters parameters, Prefix backbone) {
        super(parameters);
        this.backbone = backbone;
    }

    /**
     * Returns a network as one that gives every pixel a class.
     *
     * @throws PithException when it names images
     */
    public static SegmentationNetwork require(Network network) {
        if (network instanceof SegmentationNetwork segmentation) {
            return segmentation;
        }
        throw new PithException("the network gives an image one class, and masks have one for every pixel; choose unet,"
                + " lraspp, or another of segmentation's with `net`");
    }

    /** Returns the maps that the head looks at, from fine to coarse; the last is the backbone's last. */
    abstract List<Tensor> maps(Tensor x);

    /** Returns the scores of the classes, {@code (B, classes, h, w)}, of any size. */
    abstract Tensor scores(List<Tensor> maps);

    /**
     * Returns the scores of the classes for every pixel: {@code (B, C, H, W) -> (B, classes, H, W)}. The scores that
     * the head makes are interpolated between the middles of their places.
     */
    public final Tensor segment(Tensor x) {
        requireLastLayer();
        return resized(scores(maps(x)), x);
    }

    /** Returns a map at the height and width of another. */
    static Tensor resized(Tensor map, Tensor like) {
        long[] size = {like.size(2), like.size(3)};
        return map.size(2) == size[0] && map.size(3) == size[1] ? map : torch.upsample_bilinear2d(map, size, false);
    }

    @Override
    public final Tensor embed(Tensor x) {
        return Tensors.tidy(() -> {
            List<Tensor> maps = maps(x);
            return Layer.MEAN.apply(maps.get(maps.size() - 1));
        });
    }

    @Override
    public final Tensor classify(Tensor embedding) {
        throw new PithException("the network gives every pixel a class and not the image, and logits and gradients of"
                + " images need that; use `features embedding`, or another network");
    }

    @Override
    Map<String, String> transferable() {
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : parameters().tensors().keySet()) {
            if (name.startsWith(backbone.own)) {
                names.put(name, backbone.ofClassifier + name.substring(backbone.own.length()));
            }
        }
        return names;
    }
}
