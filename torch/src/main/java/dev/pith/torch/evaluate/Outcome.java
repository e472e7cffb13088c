package dev.pith.torch.evaluate;

/**
 * The result of one training.
 *
 * @param accuracy the share of the test images named rightly after the last epoch, from 0 to 1; of a trial that is
 *     measured by {@link Measure#LOSS} the loss
 * @param samplesSeen how many samples, of a language model how many tokens, went through the network
 * @param steps how often the weights changed
 * @param seconds how long one thread computed, without the test. Other work on the machine does not change that.
 *     {@link #among} makes it a share of the machine's time.
 */
public record Outcome(double accuracy, long samplesSeen, long steps, double seconds) {
    /** Returns this outcome with the seconds divided by the threads of the machine, each of which runs a training. */
    public Outcome among(int threads) {
        return new Outcome(accuracy, samplesSeen, steps, seconds / threads);
    }
}
