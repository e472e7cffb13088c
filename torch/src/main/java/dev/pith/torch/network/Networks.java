package dev.pith.torch.network;

import dev.pith.PithException;
import java.util.List;
import java.util.TreeMap;

/** Networks by name. */
public final class Networks {
    private static final TreeMap<String, Maker> MAKERS = new TreeMap<>();

    static {
        ConvNet.register(MAKERS::put);
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

    /** Returns all names, sorted. */
    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    /**
     * Returns a new network in training mode's opposite, evaluation.
     *
     * @param seed decides the initial weights
     * @throws PithException when there is no such name, or the images are too small for the network
     */
    public static Network create(String name, InputShape input, int classes, long seed) {
        Maker maker = MAKERS.get(name);
        if (maker == null) {
            throw new PithException("there is no network called " + name + "; there are " + String.join(", ", names()));
        }
        return maker.make(new Parameters(seed), input, classes);
    }
}
