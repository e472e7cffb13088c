package dev.pith.torch.image;

import dev.pith.PithException;
import dev.pith.data.array.TensorSource;
import dev.pith.data.pixels.Unreadable;
import dev.pith.torch.network.InputShape;
import java.util.Arrays;
import java.util.List;

/** Images that come normalized, in an array. */
record ReadyTensors(TensorSource source, InputShape shape) implements ImageSet.Pixels {

    static ReadyTensors of(TensorSource source, ImageOptions options) {
        InputShape shape = new InputShape(source.channels(), source.height(), source.width());
        ImageOptions.Shape wanted = options.shape();
        boolean otherSize =
                wanted.height() > 0 && (wanted.height() != shape.height() || wanted.width() != shape.width());
        if (otherSize || (wanted.channels() > 0 && wanted.channels() != shape.channels())) {
            InputShape needed = new InputShape(
                    wanted.channels() > 0 ? wanted.channels() : shape.channels(),
                    wanted.height() > 0 ? wanted.height() : shape.height(),
                    wanted.width() > 0 ? wanted.width() : shape.width());
            throw new PithException(source.name() + ": holds tensors of " + shape + ", and " + needed
                    + " is needed; ready tensors are taken as they are, so make them of that shape");
        }
        return new ReadyTensors(source, shape);
    }

    @Override
    public float[] mean() {
        return new float[shape.channels()];
    }

    @Override
    public float[] std() {
        float[] ones = new float[shape.channels()];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Override
    public List<Unreadable> unreadable() {
        return List.of();
    }

    @Override
    public void read(int id, float[] out, int at) {
        source.rows().row(id, out, at);
    }

    @Override
    public boolean inMemory() {
        return true;
    }
}
