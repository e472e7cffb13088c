package dev.pith.torch.optimize;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * The arithmetic of an optimizer, one parameter at a time. An implementation is a record of its constants and
 * holds no state.
 */
public sealed interface UpdateRule permits Adam, Lamb, Lars, Sgd {
    /** Returns what is kept per parameter from step to step: names of tensors of its shape that start at 0. */
    List<String> state();

    /**
     * Changes the value of a parameter, and its state, in place.
     *
     * @param rate the learning rate of this step
     */
    void update(Parameter parameter, double rate);

    /**
     * One parameter at one step.
     *
     * @param value what is learned
     * @param gradient of the loss, left as it is
     * @param state in the order of {@link UpdateRule#state()}
     * @param regular false for what neither decays nor gets a learning rate of its own
     * @param step from 1
     */
    record Parameter(Tensor value, Tensor gradient, List<Tensor> state, boolean regular, long step) {}
}
