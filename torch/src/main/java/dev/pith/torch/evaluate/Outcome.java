package dev.pith.torch.evaluate;

import java.util.List;

/**
 * The result of one training.
 *
 * @param accuracy the share of the test images named rightly after the last epoch, from 0 to 1; of a trial that is
 *     measured by {@link Measure#LOSS} the loss
 * @param elsewhere likewise on each further test
 * @param samplesSeen how many samples, of a language model how many tokens, went through the network
 * @param steps how often the weights changed
 * @param seconds how long one thread computed, without the test. Other work on the machine does not change that.
 *     {@link #among} makes it a share of the machine's time.
 */
public record Outcome(double accuracy, List<Double> elsewhere, long samplesSeen, long steps, double seconds) {
    /** Copies the list. */
    public Outcome {
        elsewhere = List.copyOf(elsewhere);
    }

    /** What came of a training with one test. */
    public Outcome(double accuracy, long samplesSeen, long steps, double seconds) {
        this(accuracy, List.of(), samplesSeen, steps, seconds);
    }

    /** Returns the outcome on one of the tests, the first of which is 0. */
    Outcome on(int test) {
        return test == 0 ? this : new Outcome(elsewhere.get(test - 1), samplesSeen, steps, seconds);
    }

    /** Returns this outcome with the seconds divided by the threads of the machine, each of which runs a training. */
    public Outcome among(int threads) {
        return new Outcome(accuracy, elsewhere, samplesSeen, steps, seconds / threads);
    }
}
