package dev.pith.torch.language;

import dev.pith.torch.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Whole texts side by side. All layers but attention look at one token at a time, so texts of different lengths need no
 * padding: attention takes them one by one, or together where they are of one length.
 */
final class Sequences implements Tokens {
    private final long[] lengths;
    private final int[] positions;
    private final Tensor ids;

    /** Takes texts; the scope that is open owns the tensors. */
    Sequences(int[]... texts) {
        lengths = Arrays.stream(texts).mapToLong(text -> text.length).toArray();
        positions = Arrays.stream(texts)
                .flatMapToInt(text -> IntStream.range(0, text.length))
                .toArray();
        ids = Tensors.of(Arrays.stream(texts).flatMapToInt(Arrays::stream).toArray());
    }

    @Override
    public Tensor ids() {
        return ids;
    }

    @Override
    public int[] positions() {
        return positions;
    }

    @Override
    public Tensor attend(int layer, Tensor queries, Tensor keys, Tensor values) {
        if (Arrays.stream(lengths).allMatch(length -> length == lengths[0])) {
            return attention(
                    queries.unflatten(0, lengths.length, lengths[0]),
                    keys.unflatten(0, lengths.length, lengths[0]),
                    values.unflatten(0, lengths.length, lengths[0]),
                    true);
        }
        TensorVector q = queries.split_with_sizes(lengths);
        TensorVector k = keys.split_with_sizes(lengths);
        TensorVector v = values.split_with_sizes(lengths);
        Tensor[] mixed = new Tensor[lengths.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = attention(
                    q.get(i).unsqueeze(0), k.get(i).unsqueeze(0), v.get(i).unsqueeze(0), true);
        }
        return torch.cat(new TensorVector(mixed), 0);
    }

    /**
     * Attends in B texts of one length: {@code (B, L, heads, w)} and twice {@code (B, K, key heads, w)} become
     * {@code (B * L, heads * w)}.
     *
     * @param causal whether K is L, and each token sees itself and those before it; else each sees all
     */
    static Tensor attention(Tensor queries, Tensor keys, Tensor values, boolean causal) {
        long shared = queries.size(2) / keys.size(2);
        Tensor mixed = torch.scaled_dot_product_attention(
                queries.transpose(1, 2),
                repeated(keys, shared).transpose(1, 2),
                repeated(values, shared).transpose(1, 2),
                new TensorOptional(),
                0,
                causal,
                new DoubleOptional(),
                false);
        return mixed.transpose(1, 2).flatten(2, 3).flatten(0, 1);
    }

    /** Returns each head as often as it is looked at, {@code (B, K, key heads, w) -> (B, K, heads, w)}. */
    private static Tensor repeated(Tensor heads, long times) {
        return times == 1
                ? heads
                : heads.unsqueeze(3)
                        .expand(heads.size(0), heads.size(1), heads.size(2), times, heads.size(3))
                        .flatten(2, 3);
    }
}
