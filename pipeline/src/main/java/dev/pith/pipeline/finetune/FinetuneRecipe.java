package dev.pith.pipeline.finetune;

import java.util.Locale;
import java.util.OptionalDouble;

/** How a language model is fine-tuned where nothing else is said: AdamW at a rate that falls in a line. */
public enum FinetuneRecipe {
    /** Three epochs of batches of 16, at a rate that suits random weights or learned ones. */
    USUAL(3, 16, OptionalDouble.empty(), 0.999, 0.01),
    /** As Dataset Quantization fine-tunes LLaMA on Alpaca, after LIMA (Zhou et al., NeurIPS 2023). */
    LIMA_ALPACA(9, 64, OptionalDouble.of(8e-6), 0.95, 0.1);

    private final int epochs;
    private final int batch;
    private final OptionalDouble learningRate;
    private final double beta2;
    private final double weightDecay;

    FinetuneRecipe(int epochs, int batch, OptionalDouble learningRate, double beta2, double weightDecay) {
        this.epochs = epochs;
        this.batch = batch;
        this.learningRate = learningRate;
        this.beta2 = beta2;
        this.weightDecay = weightDecay;
    }

    int epochs() {
        return epochs;
    }

    int batch() {
        return batch;
    }

    OptionalDouble learningRate() {
        return learningRate;
    }

    double beta2() {
        return beta2;
    }

    double weightDecay() {
        return weightDecay;
    }

    /** Returns the word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
