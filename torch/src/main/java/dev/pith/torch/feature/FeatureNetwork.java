package dev.pith.torch.feature;

import dev.pith.PithException;
import dev.pith.torch.checkpoint.Checkpoints;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.TensorData;
import dev.pith.torch.checkpoint.TorchScript;
import dev.pith.torch.image.ImageOptions;
import dev.pith.torch.image.ImageSet;
import dev.pith.torch.network.InputShape;
import dev.pith.torch.network.Network;
import dev.pith.torch.network.NetworkSpec;
import dev.pith.torch.network.Networks;
import dev.pith.torch.network.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A network with weights from a file, and the images it looks at. Closing it closes the network. */
public final class FeatureNetwork implements AutoCloseable {
    /** What the libraries' networks were trained on; their weights expect it. */
    private static final int LIBRARIES_SIDE = 224;

    private static final List<String> LIBRARIES = List.of("torchvision-", "timm-");

    private final String name;
    private final Network network;
    private final ImageSet images;
    private final @Nullable TorchScript program;

    private FeatureNetwork(String name, Network network, ImageSet images, @Nullable TorchScript program) {
        this.name = name;
        this.network = network;
        this.images = images;
        this.program = program;
    }

    /**
     * Opens a network and the images it is to look at.
     *
     * <p>A file of Pith's says which network it is of and how its images are prepared. Any other needs a name; its
     * images are of 224 x 224 pixels for the networks of torchvision and timm, else of the source's commonest size up
     * to that, in color if the weights are for color. Mean and standard deviation are then measured over the source. A
     * TorchScript program is run as it is; a name says no more than the size of its images.
     *
     * @param net full or short name; null to believe the file
     * @param source opens the images as these options say
     * @param notes hears where in the file the weights were and what they lack
     * @throws PithException when the file cannot be read, is of another network, or no name is given and it has none
     */
    public static FeatureNetwork open(
            Path file, @Nullable String net, Function<ImageOptions, ImageSet> source, Consumer<String> notes) {
        if (Checkpoints.isTorchScript(file)) {
            return ofProgram(file, net, source);
        }
        StateDict weights = Checkpoints.read(file);
        Optional<NetworkSpec> spec = NetworkSpec.of(weights);
        if (spec.isPresent() && (net == null || net.equals(spec.get().network()))) {
            return of(weights, spec.get(), source);
        }
        if (net == null) {
            throw new PithException(file + ": does not say which network it is of; name it with `net`");
        }
        ImageSet images = source.apply(sized(net).shape(channels(weights), 0, 0));
        String name = Networks.resolve(net, images.shape());
        return new FeatureNetwork(name, Weights.open(weights, name, images.shape(), notes), images, null);
    }

    private static FeatureNetwork ofProgram(Path file, @Nullable String net, Function<ImageOptions, ImageSet> source) {
        ImageSet images = source.apply(net == null ? ImageOptions.DEFAULT : sized(net));
        TorchScript program = TorchScript.load(file);
        return new FeatureNetwork(file.getFileName().toString(), new ScriptedNetwork(program), images, program);
    }

    private static ImageOptions sized(String net) {
        String large = Networks.resolve(net, new InputShape(3, LIBRARIES_SIDE, LIBRARIES_SIDE));
        boolean library = LIBRARIES.stream().anyMatch(large::startsWith);
        return ImageOptions.DEFAULT.sides(library ? LIBRARIES_SIDE : 1, LIBRARIES_SIDE);
    }

    private static FeatureNetwork of(StateDict weights, NetworkSpec spec, Function<ImageOptions, ImageSet> source) {
        InputShape input = spec.input();
        ImageSet images = source.apply(ImageOptions.DEFAULT
                .shape(input.channels(), input.height(), input.width())
                .normalization(spec.mean(), spec.std()));
        return new FeatureNetwork(spec.network(), Weights.open(weights, spec), images, null);
    }

    /** Returns the channels that weights are for, 0 when no convolution tells; depthwise ones have one channel too. */
    private static int channels(StateDict weights) {
        int[] taken = weights.tensors().values().stream()
                .map(TensorData::shape)
                .filter(shape -> shape.length == 4)
                .mapToInt(shape -> Math.toIntExact(shape[1]))
                .filter(channels -> channels == 1 || channels == 3)
                .distinct()
                .toArray();
        return taken.length == 1 ? taken[0] : taken.length == 0 ? 0 : 3;
    }

    /** Returns the network's full name, or that of the file of a program. */
    public String name() {
        return name;
    }

    /** Returns the network, in evaluation mode. */
    public Network network() {
        return network;
    }

    /** Returns the images, of the shape that the network takes. */
    public ImageSet images() {
        return images;
    }

    @Override
    public void close() {
        network.close();
        if (program != null) {
            program.close();
        }
    }
}
