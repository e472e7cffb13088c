package dev.pith.torch.network;

import dev.pith.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.bytedeco.pytorch.Tensor;

/**
 * The named tensors of a network in the order in which its checkpoints list them: parameters, which training changes by
 * their gradients, and buffers, such as running means. Owns them until it is closed. For one thread at a time.
 */
public final class Parameters implements AutoCloseable {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final List<String> learned = new ArrayList<>();
    private boolean drawn;
    private long seed;
    private boolean training;
    private boolean mixesSamples;

    private Parameters(boolean drawn, long seed) {
        this.drawn = drawn;
        this.seed = seed;
    }

    /** Starts empty; {@code seed} decides the initial values, each tensor's by its name. */
    public Parameters(long seed) {
        this(true, seed);
    }

    /** Starts empty; what would be drawn at random is 0, for weights that are loaded next. */
    public static Parameters blank() {
        return new Parameters(false, 0);
    }

    /**
     * Adds a parameter with values uniform in {@code [-bound, bound)}; it does not depend on what else
     * the network holds.
     *
     * @throws IllegalStateException when the name is taken
     */
    public Tensor uniform(String name, double bound, long... shape) {
        return draw(name, random -> (2 * random.nextDouble() - 1) * bound, shape);
    }

    /** Adds a parameter with normally distributed values. */
    public Tensor normal(String name, double deviation, long... shape) {
        return draw(name, random -> random.nextGaussian() * deviation, shape);
    }

    private Tensor draw(String name, ToDoubleFunction<SplittableRandom> next, long... shape) {
        float[] values = new float[count(shape)];
        if (drawn) {
            SplittableRandom random = new SplittableRandom(seed ^ NamedValues.hash(name));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) next.applyAsDouble(random);
            }
        }
        return learn(name, values, shape);
    }

    /** Adds a parameter whose values are all {@code value}. */
    public Tensor constant(String name, double value, long... shape) {
        return learn(name, filled(value, shape), shape);
    }

    /** Adds a buffer whose values are all {@code value}. */
    public Tensor buffer(String name, double value, long... shape) {
        return add(name, filled(value, shape), shape);
    }

    /** Adds a buffer of given values, not copied. */
    Tensor fixed(String name, float[] values, long... shape) {
        return add(name, values, shape);
    }

    private Tensor learn(String name, float[] values, long... shape) {
        Tensor tensor = add(name, values, shape);
        tensor.set_requires_grad(true);
        learned.add(name);
        return tensor;
    }

    private Tensor add(String name, float[] values, long... shape) {
        if (tensors.containsKey(name)) {
            throw new IllegalStateException("two tensors are called " + name);
        }
        Tensor tensor = Tensors.owned(() -> Tensor.create(values, shape));
        tensors.put(name, tensor);
        return tensor;
    }

    private static float[] filled(double value, long... shape) {
        float[] values = new float[count(shape)];
        Arrays.fill(values, (float) value);
        return values;
    }

    private static int count(long... shape) {
        long count = 1;
        for (long size : shape) {
            count = Math.multiplyExact(count, size);
        }
        return Math.toIntExact(count);
    }

    /** Returns all tensors by name, in order. */
    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(tensors);
    }

    /**
     * Returns a tensor.
     *
     * @throws IllegalArgumentException when none has this name
     */
    public Tensor tensor(String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor is called " + name);
        }
        return tensor;
    }

    /** Returns the names of the tensors that training changes by gradients. */
    public List<String> learned() {
        return Collections.unmodifiableList(learned);
    }

    /** Returns whether normalization by batches uses the batch at hand and updates its running statistics. */
    public boolean training() {
        return training;
    }

    /** Switches between training and evaluation. */
    public void training(boolean on) {
        training = on;
    }

    /** Returns whether, in training, what the network makes of a sample depends on the others of its batch. */
    public boolean mixesSamples() {
        return training && mixesSamples;
    }

    /** Says that a layer normalizes by batches. */
    void mixSamples() {
        mixesSamples = true;
    }

    /**
     * Makes all parameters so far constants. Those that are added from now on are learned, and start as a seed says.
     */
    public void freeze(long newSeed) {
        freeze(name -> true, newSeed);
    }

    /** Makes likewise those parameters so far constants whose names are such. */
    void freeze(Predicate<String> constant, long newSeed) {
        learned.stream().filter(constant).forEach(name -> tensor(name).set_requires_grad(false));
        learned.removeIf(constant);
        drawn = true;
        seed = newSeed;
    }

    /** Forgets the gradients of the last step. */
    public void zeroGradients() {
        for (String name : learned) {
            try (Tensor gradient = tensor(name).mutable_grad()) {
                gradient.reset();
            }
        }
    }

    @Override
    public void close() {
        tensors.values().forEach(Tensor::close);
        tensors.clear();
    }
}
