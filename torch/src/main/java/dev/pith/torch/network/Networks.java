package dev.pith.torch.network;

import dev.pith.PithException;
import dev.pith.data.NearestName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Networks by name. */
public final class Networks {
    private static final int SMALL = 64; // pixels

    private static final TreeMap<String, Maker> MAKERS = new TreeMap<>();
    private static final Set<String> OF_PIXELS = new HashSet<>();
    private static final TreeMap<String, Alias> ALIASES = new TreeMap<>();

    static {
        MAKERS.put("convnet", convNet(ConvNet.Options.DEFAULT));
        Mlp.register(MAKERS::put);
        LeNet.register(MAKERS::put);
        AlexNet.register(MAKERS::put);
        Vgg.register(MAKERS::put);
        ResNet.register(MAKERS::put);
        TorchvisionResNet.register(MAKERS::put);
        WideResNet.register(MAKERS::put);
        VisionTransformer.register(MAKERS::put);
        Swin.register(MAKERS::put);
        ConvNeXt.register(MAKERS::put);
        MobileNetV3.register(MAKERS::put);
        EfficientNet.register(MAKERS::put);
        TorchvisionMobileNetV3.register(MAKERS::put);
        UNetEncoder.register(MAKERS::put);
        UNet.register(Networks::addOfPixels);
        LiteAspp.register(Networks::addOfPixels);
        HeadedSegmentation.register(Networks::addOfPixels);

        for (Residual.Depth depth : Residual.Depth.ALL) {
            String name = depth.networkName();
            ALIASES.put(name, new Alias(name + "-bn", "torchvision-" + name));
        }
        ALIASES.put("vit", new Alias("vit-tiny-patch4", "timm-vit-tiny-patch16-224"));
        alias("vit-tiny", "timm-vit-tiny-patch16-224");
        alias("vit-small", "timm-vit-small-patch16-224");
        alias("vit-base", "timm-vit-base-patch16-224");
        alias("vit-large", "timm-vit-large-patch16-224");
        alias("swin-tiny", "timm-swin-tiny-patch4-window7-224");
        alias("convnext-tiny", "timm-convnext-tiny");
        alias("mobilenetv3-small", "timm-mobilenetv3-small-100");
        alias("mobilenetv3-large", "timm-mobilenetv3-large-100");
        alias("efficientnet-b0", "timm-efficientnet-b0");
        alias("lraspp", "lraspp_mobilenet_v3_large");
    }

    private Networks() {}

    /** Makes a network of one name. */
    interface Maker {
        Network make(Parameters parameters, InputShape input, int classes);
    }

    /** Hears of names. */
    interface Registry {
        void add(String name, Maker maker);
    }

    /** A short name: what it stands for with images of up to {@link #SMALL} pixels, and with larger ones. */
    private record Alias(String small, String large) {
        String of(InputShape input) {
            return Math.max(input.height(), input.width()) <= SMALL ? small : large;
        }
    }

    private static void addOfPixels(String name, Maker maker) {
        MAKERS.put(name, maker);
        OF_PIXELS.add(name);
    }

    private static void alias(String name, String meaning) {
        ALIASES.put(name, new Alias(meaning, meaning));
    }

    private static Maker convNet(ConvNet.Options options) {
        return (parameters, input, classes) -> new ConvNet(parameters, input, classes, options);
    }

    /**
     * Returns all names, sorted; {@code convnet} stands for its kinds, such as {@code convnet-width32-batchnorm}, too.
     */
    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    /**
     * Returns the full name behind a short one, which may depend on the size of the images: {@code resnet18} is {@code
     * resnet18-bn} up to 64 pixels and {@code torchvision-resnet18} beyond. Full names stay as they are.
     *
     * @throws PithException when there is no such name; proposes the nearest
     */
    public static String resolve(String name, InputShape input) {
        Alias alias = ALIASES.get(name);
        String resolved = alias == null ? name : alias.of(input);
        maker(resolved);
        return resolved;
    }

    /** Returns whether a network, by its full name, gives every pixel a class and not the image. */
    public static boolean isOfPixels(String name) {
        return OF_PIXELS.contains(name);
    }

    /**
     * Returns a new network in evaluation mode.
     *
     * @param name full or short
     * @param seed decides the initial weights
     * @throws PithException when there is no such name, or the images are too small for the network
     */
    public static Network create(String name, InputShape input, int classes, long seed) {
        return make(name, input, classes, new Parameters(seed));
    }

    /**
     * Returns a new network whose weights are to be loaded: nothing is drawn at random, which spares
     * large networks seconds.
     */
    static Network blank(String name, InputShape input, int classes) {
        return make(name, input, classes, Parameters.blank());
    }

    private static Network make(String name, InputShape input, int classes, Parameters parameters) {
        try {
            return maker(resolve(name, input)).make(parameters, input, classes);
        } catch (RuntimeException e) {
            parameters.close();
            throw e;
        }
    }

    private static Maker maker(String name) {
        if (name.startsWith(ConvNetName.PREFIX)) {
            return convNet(ConvNetName.parse(name));
        }
        Maker maker = MAKERS.get(name);
        if (maker == null) {
            List<String> candidates = new ArrayList<>(ALIASES.keySet());
            candidates.addAll(MAKERS.keySet());
            String hint = NearestName.of(name, candidates)
                    .map(nearest -> "did you mean '" + nearest + "'? ")
                    .orElse("");
            throw new PithException("there is no network called '" + name + "'; " + hint + "There are "
                    + String.join(", ", candidates));
        }
        return maker;
    }
}
