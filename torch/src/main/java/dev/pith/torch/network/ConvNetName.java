package dev.pith.torch.network;

import dev.pith.PithException;
import dev.pith.data.NearestName;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Names of convnets: {@code convnet}, or {@code convnet-} and what differs from the papers' in any order, each kind
 * once, for example {@code convnet-width32-batchnorm}.
 */
final class ConvNetName {
    static final String PREFIX = "convnet-";
    private static final String CHOICES =
            "width32 to width256, depth1 to depth4, sigmoid, relu, leakyrelu or swish, none,"
                    + " batchnorm, layernorm, instancenorm or groupnorm, pool-none, pool-maxpooling or pool-avgpooling";
    private static final Pattern BETWEEN = Pattern.compile("(?<!\\bpool)-");
    private static final Map<String, Choice> CHOICE = new LinkedHashMap<>();

    private record Choice(String kind, UnaryOperator<ConvNet.Options> change) {}

    static {
        for (int i = 32; i <= 256; i++) {
            int width = i;
            CHOICE.put("width" + width, new Choice("width", options -> options.width(width)));
        }
        for (int i = 1; i <= 4; i++) {
            int depth = i;
            CHOICE.put("depth" + depth, new Choice("depth", options -> options.depth(depth)));
        }
        for (Activation activation : Activation.values()) {
            CHOICE.put(lower(activation), new Choice("activation", options -> options.activation(activation)));
        }
        for (Normalization normalization : Normalization.values()) {
            CHOICE.put(
                    lower(normalization), new Choice("normalization", options -> options.normalization(normalization)));
        }
        for (Pooling pooling : Pooling.values()) {
            CHOICE.put("pool-" + lower(pooling), new Choice("pooling", options -> options.pooling(pooling)));
        }
    }

    private ConvNetName() {}

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns what a name that starts with {@code convnet-} says.
     *
     * @throws PithException when a part of the name is unknown, or two parts contradict each other
     */
    static ConvNet.Options parse(String name) {
        ConvNet.Options options = ConvNet.Options.DEFAULT;
        Set<String> said = new HashSet<>();
        for (String part : BETWEEN.split(name.substring(PREFIX.length()), -1)) {
            Choice choice = CHOICE.get(part);
            if (choice == null) {
                String hint = NearestName.of(part, CHOICE.keySet())
                        .map(nearest -> "; did you mean '" + nearest + "'?")
                        .orElse(".");
                throw new PithException(
                        "'" + part + "' in " + name + " is no kind of convnet" + hint + " There are " + CHOICES);
            }
            if (!said.add(choice.kind())) {
                throw new PithException(name + " says its " + choice.kind() + " twice: leave one of them out");
            }
            options = choice.change().apply(options);
        }
        return options;
    }
}
