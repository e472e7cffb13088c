package dev.pith.torch.condense;

import dev.pith.data.NearestName;
import dev.pith.torch.network.InputShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Differentiable siamese augmentation (Zhao and Bilen, ICML 2021): real and synthetic images are varied alike before
 * they are compared, and what is learned of the varied images flows back to the images.
 *
 * @param strategy its parts with {@code _} between
 * @param all whether every part is applied, one after another (the paper's mode M), or one that is drawn (mode S)
 */
public record SiameseAugmentation(String strategy, boolean all) {
    /** The paper's for colored images, and what it used throughout. */
    public static final String USUAL = "color_crop_cutout_flip_scale_rotate";

    private static final Map<String, List<Operation>> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("color", List.of(Operation.BRIGHTNESS, Operation.SATURATION, Operation.CONTRAST));
        PARTS.put("crop", List.of(Operation.CROP));
        PARTS.put("cutout", List.of(Operation.CUTOUT));
        PARTS.put("flip", List.of(Operation.FLIP));
        PARTS.put("scale", List.of(Operation.SCALE));
        PARTS.put("rotate", List.of(Operation.ROTATE));
    }

    /** Checks that every part is known. */
    public SiameseAugmentation {
        for (String part : strategy.split("_", -1)) {
            if (!PARTS.containsKey(part)) {
                throw new IllegalArgumentException("'" + part + "' in the strategy " + strategy
                        + " is no augmentation"
                        + NearestName.of(part, PARTS.keySet())
                                .map(nearest -> "; did you mean '" + nearest + "'?")
                                .orElse(".")
                        + " There are " + String.join(", ", PARTS.keySet()) + ", joined by _");
            }
        }
    }

    /** What was drawn: changes in their order. */
    record Drawn(List<Operation> operations, List<double[]> values) {
        Tensor apply(Tensor x) {
            Tensor varied = x;
            for (int i = 0; i < operations.size(); i++) {
                varied = operations.get(i).apply(varied, values.get(i));
            }
            return varied;
        }
    }

    /** Draws one variation for all images of a comparison. */
    Drawn draw(SplittableRandom random, InputShape shape) {
        return draw(operations(random), random, shape);
    }

    private static Drawn draw(List<Operation> operations, SplittableRandom random, InputShape shape) {
        List<double[]> values =
                operations.stream().map(each -> each.draw(random, shape)).toList();
        return new Drawn(operations, values);
    }

    private static List<Operation> operations(String part) {
        return Objects.requireNonNull(PARTS.get(part), part);
    }

    private List<Operation> operations(SplittableRandom random) {
        String[] parts = strategy.split("_", -1);
        if (!all) {
            return operations(parts[random.nextInt(parts.length)]);
        }
        List<Operation> operations = new ArrayList<>();
        for (String part : parts) {
            operations.addAll(operations(part));
        }
        return operations;
    }

    /**
     * Returns how a training on synthetic images varies them: the changes are drawn for a batch, their extent
     * for each image.
     */
    Variation eachDifferently() {
        return (x, random) -> {
            InputShape shape = new InputShape((int) x.size(1), (int) x.size(2), (int) x.size(3));
            List<Operation> operations = operations(random);
            Tensor[] images = new Tensor[(int) x.size(0)];
            for (int i = 0; i < images.length; i++) {
                images[i] = draw(operations, random, shape).apply(x.narrow(0, i, 1));
            }
            return torch.cat(new TensorVector(images));
        };
    }
}
