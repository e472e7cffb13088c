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
        boolean otherSize =
                options.height() > 0 && (options.height() != shape.height() || options.width() != shape.width());
        if (otherSize || (options.channels() > 0 && options.channels() != shape.channels())) {
            throw new PithException(source.name() + ": holds tensors of " + text(shape) + ", and "
                    + text(new InputShape(
                            options.channels() > 0 ? options.channels() : shape.channels(),
                            Math.max(1, options.height()),
                            Math.max(1, options.width())))
                    + " is needed; ready tensors are taken as they are, so make them of that shape");
        }
        return new ReadyTensors(source, shape);
    }

    private static String text(InputShape shape) {
        return shape.channels() + " x " + shape.height() + " x " + shape.width();
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
