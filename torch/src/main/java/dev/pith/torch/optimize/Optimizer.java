package dev.pith.torch.optimize;

import dev.pith.torch.Tensors;
import dev.pith.torch.network.Parameters;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Changes parameters by their gradients, and keeps what a rule must remember of the steps before. Owns that state until
 * it is closed, not the parameters. For float32 and float64 alike; for one thread at a time.
 */
public final class Optimizer implements AutoCloseable {
    private final UpdateRule rule;
    private final List<Learned> learned = new ArrayList<>();
    private final Map<String, Tensor> state = new LinkedHashMap<>();
    private long steps;

    private record Learned(Tensor value, List<Tensor> state, boolean regular) {}

    /** Which parameters decay and get a scale of their own (LARS, LAMB). */
    public enum Regular {
        /** Every one, as the libraries' optimizers do unless told. */
        ALL {
            @Override
            boolean includes(String name, Tensor value) {
                return true;
            }
        },
        /**
         * The weights of convolutions and linear layers: no biases, no scales of normalization, no
         * embeddings of position.
         */
        WEIGHTS {
            @Override
            boolean includes(String name, Tensor value) {
                return (value.dim() == 2 || value.dim() == 4) && !name.contains("bias");
            }
        };

        abstract boolean includes(String name, Tensor value);
    }

    /** Starts with all state at 0, for the learned parameters of a network. */
    public Optimizer(UpdateRule rule, Parameters parameters, Regular regular) {
        this(rule, learned(parameters), regular);
    }

    /** Starts with all state at 0, for tensors that require gradients. */
    public Optimizer(UpdateRule rule, Map<String, Tensor> parameters, Regular regular) {
        this.rule = rule;
        parameters.forEach((name, value) -> {
            List<Tensor> own = new ArrayList<>();
            for (String kept : rule.state()) {
                Tensor tensor = Tensors.owned(() -> torch.zeros_like(value.detach()));
                state.put(name + "." + kept, tensor);
                own.add(tensor);
            }
            learned.add(new Learned(value, own, regular.includes(name, value)));
        });
    }

    private static Map<String, Tensor> learned(Parameters parameters) {
        Map<String, Tensor> learned = new LinkedHashMap<>();
        parameters.learned().forEach(name -> learned.put(name, parameters.tensor(name)));
        return learned;
    }

    /** Changes every parameter that has a gradient; gradients stay as they are. */
    public void step(double rate) {
        steps++;
        try (NoGradGuard noGradients = new NoGradGuard()) {
            for (Learned parameter : learned) {
                try (PointerScope scope = new PointerScope()) {
                    Tensor gradient = parameter.value.grad();
                    if (gradient.defined()) {
                        rule.update(
                                new UpdateRule.Parameter(
                                        parameter.value, gradient, parameter.state, parameter.regular, steps),
                                rate);
                    }
                }
            }
        }
    }

    /** Returns the kept tensors by parameter and what they are, such as {@code classifier.weight.momentum}. */
    public Map<String, Tensor> state() {
        return Collections.unmodifiableMap(state);
    }

    /** Returns the number of steps so far. */
    public long steps() {
        return steps;
    }

    /** Goes on from a step of an earlier run, whose {@link #state} the caller has put back. */
    public void resumeAt(long step) {
        steps = step;
    }

    @Override
    public void close() {
        state.values().forEach(Tensor::close);
        state.clear();
    }
}
