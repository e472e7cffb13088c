package dev.pith.torch.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What happened in one epoch.
 *
 * @param epoch from 1
 * @param steps how often the weights changed
 * @param samples how many samples went through the network
 * @param sharePruned the share of the samples that the epoch did not see by plan, from 0 to 1
 * @param meanScore the mean score that the plan was made from; null when there was none
 * @param tokens of the texts that went through the network; 0, and not written, where samples are no texts
 * @param loss the mean over the samples seen, by their weights; of the mixed images under mixup and cutmix
 * @param learningRate of the last step
 * @param seconds it took
 */
public record EpochRecord(
        int epoch,
        int steps,
        int samples,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long tokens,
        double sharePruned,
        @Nullable Double meanScore,
        double loss,
        double learningRate,
        double seconds) {}
