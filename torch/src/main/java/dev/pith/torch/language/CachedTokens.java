package dev.pith.torch.language;

import dev.pith.torch.Tensors;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/**
 * One text that grows: keys and values of what was looked at are kept, so that only what is new goes through the model.
 * Without gradients. Owns what it keeps until it is closed.
 */
final class CachedTokens implements Tokens, AutoCloseable {
    private final Tensor[] keys;
    private final Tensor[] values;
    private int[] ids = {};
    private int seen;

    /** Makes room for {@code most} tokens. */
    CachedTokens(LanguageModel model, int most) {
        LanguageConfig config = model.config();
        keys = new Tensor[config.layers()];
        values = new Tensor[config.layers()];
        TensorOptions options = new TensorOptions(model.embedding().scalar_type());
        for (int i = 0; i < keys.length; i++) {
            keys[i] = room(config, most, options);
            values[i] = room(config, most, options);
        }
    }

    private static Tensor room(LanguageConfig config, int most, TensorOptions options) {
        return Tensors.owned(() -> torch.empty(new long[] {most, config.keyHeads(), config.headWidth()})
                .to(options.dtype()));
    }

    /** Goes on with more tokens. */
    void append(int... more) {
        seen += ids.length;
        ids = more.clone();
    }

    @Override
    public Tensor ids() {
        return Tensors.of(ids);
    }

    @Override
    public int[] positions() {
        return IntStream.range(seen, seen + ids.length).toArray();
    }

    @Override
    public Tensor attend(int layer, Tensor queries, Tensor newKeys, Tensor newValues) {
        keys[layer].narrow(0, seen, ids.length).copy_(newKeys);
        values[layer].narrow(0, seen, ids.length).copy_(newValues);
        if (seen > 0 && ids.length > 1) {
            throw new IllegalStateException("after the first tokens they come one by one");
        }
        int length = seen + ids.length;
        return Sequences.attention(
                queries.unsqueeze(0),
                keys[layer].narrow(0, 0, length).unsqueeze(0),
                values[layer].narrow(0, 0, length).unsqueeze(0),
                seen == 0);
    }

    @Override
    public void close() {
        for (int i = 0; i < keys.length; i++) {
            keys[i].close();
            values[i].close();
        }
    }
}
