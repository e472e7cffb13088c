package dev.pith.torch.evaluate;

/**
 * What came of a training.
 *
 * @param accuracy the share of the test images named rightly after the last epoch, from 0 to 1
 * @param samplesSeen how many samples went through the network
 * @param steps how often the weights changed
 * @param seconds the share of the machine's time it took: of two trainings that ran side by side for 10 s, each took 5; without the
 *     test
 */
public record Outcome(double accuracy, long samplesSeen, long steps, double seconds) {
    /** Returns this with a training's seconds of the clock made its share of the machine's. */
    Outcome sharing(int sideBySide) {
        return new Outcome(accuracy, samplesSeen, steps, seconds / sideBySide);
    }
}
