package dev.pith.torch.network;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * Self-attention within windows of a map, with a learned bias per head and relative position (Liu et al., ICCV 2021,
 * section 3.2). Windows that are shifted wrap around the map's edges; tokens that are no neighbours there do not see
 * each other. Parameters: {@code NAME.relative_position_bias_table}, and those of
 * {@code NAME.qkv} and {@code NAME.proj}.
 */
final class WindowAttention implements Layer {
    /**
     * How one side of the map is cut. A map with fewer tokens than a window is one smaller window, and nothing is
     * shifted; a side that is no multiple of the window is filled up with zeros.
     */
    record Side(int tokens, int window, int shift) {
        static Side of(int tokens, int window, boolean shifted) {
            return tokens <= window ? new Side(tokens, tokens, 0) : new Side(tokens, window, shifted ? window / 2 : 0);
        }

        int windows() {
            return (tokens + window - 1) / window;
        }

        int filled() {
            return windows() * window;
        }

        /** Returns 0, 1 or 2: parts of the shifted side that are neighbours in the map as well. */
        int part(int position) {
            return position < filled() - window ? 0 : position < filled() - shift ? 1 : 2;
        }
    }

    private static final float HIDDEN = -100; // added to a logit, as the paper's code does

    private final int heads;
    private final Side vertical;
    private final Side horizontal;
    private final Tensor table;
    private final Linear qkv;
    private final Linear projection;
    private final long[] relative; // per pair of a window's tokens, a row of the table
    private final float @Nullable [] hidden; // per window and pair of its tokens, 0 or HIDDEN; null where none shifts

    WindowAttention(Parameters parameters, String name, int channels, int heads, Side vertical, Side horizontal) {
        this.heads = heads;
        this.vertical = vertical;
        this.horizontal = horizontal;
        int positions = (2 * vertical.window - 1) * (2 * horizontal.window - 1);
        table = parameters.normal(name + ".relative_position_bias_table", 0.02, positions, heads);
        qkv = Linear.normal(parameters, name + ".qkv", channels, 3 * channels);
        projection = Linear.normal(parameters, name + ".proj", channels, channels);
        relative = relativePositions();
        hidden = vertical.shift + horizontal.shift == 0 ? null : hiddenPairs();
    }

    private int tokens() {
        return vertical.window * horizontal.window;
    }

    private int windows() {
        return vertical.windows() * horizontal.windows();
    }

    private long[] relativePositions() {
        long[] rows = new long[tokens() * tokens()];
        for (int i = 0; i < rows.length; i++) {
            int query = i / tokens();
            int key = i % tokens();
            int down = query / horizontal.window - key / horizontal.window + vertical.window - 1;
            int right = query % horizontal.window - key % horizontal.window + horizontal.window - 1;
            rows[i] = (long) down * (2 * horizontal.window - 1) + right;
        }
        return rows;
    }

    private float[] hiddenPairs() {
        int[] parts = new int[windows() * tokens()];
        for (int i = 0; i < parts.length; i++) {
            int window = i / tokens();
            int token = i % tokens();
            int row = window / horizontal.windows() * vertical.window + token / horizontal.window;
            int column = window % horizontal.windows() * horizontal.window + token % horizontal.window;
            parts[i] = 3 * vertical.part(row) + horizontal.part(column);
        }
        float[] pairs = new float[parts.length * tokens()];
        for (int i = 0; i < pairs.length; i++) {
            int query = i / tokens();
            int key = query / tokens() * tokens() + i % tokens();
            pairs[i] = parts[query] == parts[key] ? 0 : HIDDEN;
        }
        return pairs;
    }

    @Override
    public Tensor apply(Tensor x) { // (B, H, W, C)
        x = torch.roll(x, new long[] {-vertical.shift, -horizontal.shift}, 1, 2);
        x = torch.constant_pad_nd(
                x, 0, 0, 0, horizontal.filled() - horizontal.tokens, 0, vertical.filled() - vertical.tokens);
        x = x.unflatten(2, horizontal.windows(), horizontal.window)
                .unflatten(1, vertical.windows(), vertical.window) // (B, rows, h, columns, w, C)
                .transpose(2, 3) // (B, rows, columns, h, w, C)
                .flatten(3, 4)
                .flatten(1, 2); // (B, windows, N, C)
        Tensor parts = qkv.apply(x)
                .unflatten(-1, 3, heads, -1) // (B, windows, N, 3, heads, C / heads)
                .permute(3, 0, 1, 4, 2, 5); // (3, B, windows, heads, N, C / heads)
        x = torch.scaled_dot_product_attention(
                parts.select(0, 0),
                parts.select(0, 1),
                parts.select(0, 2),
                new TensorOptional(bias()),
                0,
                false,
                new DoubleOptional(),
                false);
        x = projection.apply(x.transpose(2, 3).flatten(3, 4)); // (B, windows, N, C)
        x = x.unflatten(2, vertical.window, horizontal.window)
                .unflatten(1, vertical.windows(), horizontal.windows()) // (B, rows, columns, h, w, C)
                .transpose(2, 3)
                .flatten(3, 4)
                .flatten(1, 2) // (B, H filled, W filled, C)
                .narrow(1, 0, vertical.tokens)
                .narrow(2, 0, horizontal.tokens);
        return torch.roll(x, new long[] {vertical.shift, horizontal.shift}, 1, 2); // (B, H, W, C)
    }

    /** Returns what is added to the logits of attention: (windows, heads, N, N), or (heads, N, N) for all windows. */
    private Tensor bias() {
        Tensor byPosition = table.index_select(0, Tensor.create(relative, relative.length)) // (N * N, heads)
                .unflatten(0, tokens(), tokens())
                .permute(2, 0, 1); // (heads, N, N)
        return hidden == null ? byPosition : byPosition.add(Tensor.create(hidden, windows(), 1, tokens(), tokens()));
    }
}
