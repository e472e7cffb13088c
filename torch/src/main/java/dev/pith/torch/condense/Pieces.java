package dev.pith.torch.condense;

import dev.pith.torch.checkpoint.DType;
import dev.pith.torch.checkpoint.StateDict;
import dev.pith.torch.checkpoint.TensorData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An array in a file of tensors, which may hold more numbers than one tensor of a file can: as
 * {@code NAME.0}, {@code NAME.1}, ...
 */
record Pieces(int most) {
    /** Pieces of half a GiB. */
    static final Pieces USUAL = new Pieces(1 << 27);

    private interface Piece {
        void at(String name, int from, int to);
    }

    private void each(String name, int length, Piece piece) {
        for (int k = 0, from = 0; from < length || k == 0; k++, from += most) {
            piece.at(name + "." + k, from, from + Math.min(most, length - from));
        }
    }

    /** Returns the shape of each piece. */
    Map<String, long[]> shapes(String name, int length) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        each(name, length, (piece, from, to) -> shapes.put(piece, new long[] {to - from}));
        return shapes;
    }

    /** Returns the pieces; each is copied when it is written. */
    Map<String, TensorData> of(String name, float[] values) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        each(name, values.length, (piece, from, to) -> {
            long[] shape = {to - from};
            tensors.put(piece, new TensorData(DType.FLOAT32, shape, () -> TensorData.of(
                            Arrays.copyOfRange(values, from, to), shape)
                    .bytes()
                    .get()));
        });
        return tensors;
    }

    /** Puts an array together again, whose pieces are all there. */
    void read(StateDict saved, String name, float[] values) {
        each(
                name,
                values.length,
                (piece, from, to) -> System.arraycopy(saved.tensor(piece).floats(), 0, values, from, to - from));
    }
}
