package dev.pith.torch.evaluate;

/**
 * What came of a training.
 *
 * @param accuracy the share of the test images named rightly after the last epoch, from 0 to 1
 * @param samplesSeen how many samples went through the network
 * @param steps how often the weights changed
 * @param seconds it took one thread to compute, without the test: the same whatever runs beside it; or {@link #among threads},
 *     its share of the machine's time
 */
public record Outcome(double accuracy, long samplesSeen, long steps, double seconds) {
    /** Returns this with its seconds as a share of the time of a machine that has so many threads for trainings. */
    public Outcome among(int threads) {
        return new Outcome(accuracy, samplesSeen, steps, seconds / threads);
    }
}
