package dev.pith.torch.language;

import org.bytedeco.pytorch.Tensor;

/** T tokens that go through a model together, side by side and without padding, of one text or several. */
interface Tokens {
    /** Returns their numbers in the vocabulary, {@code int64 (T)}. */
    Tensor ids();

    /** Returns how many tokens each has before it in its text, {@code int[T]}. */
    int[] positions();

    /**
     * Lets each token look at itself and at those before it in its text: scaled dot-product attention
     * (Vaswani et al. 2017, equation 1).
     *
     * @param layer which block asks, from 0
     * @param queries {@code (T, heads, w)}
     * @param keys {@code (T, key heads, w)}, each for as many heads of queries
     * @param values as the keys
     * @return {@code (T, heads * w)}
     */
    Tensor attend(int layer, Tensor queries, Tensor keys, Tensor values);
}
