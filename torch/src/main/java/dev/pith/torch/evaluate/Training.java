package dev.pith.torch.evaluate;

import java.util.function.DoubleConsumer;

/**
 * Does trainings; called by several threads at once.
 *
 * @param <T> what decides a training
 */
@FunctionalInterface
public interface Training<T extends Trial> {
    /**
     * Trains a new network on one thread and tests it.
     *
     * @param progress hears the share that is done, from 0 to 1, often; what it throws ends the training
     * @return what came of it, with the seconds of that thread
     */
    Outcome perform(T trial, DoubleConsumer progress);
}
