package dev.pith.torch.image;

import dev.pith.data.pixels.Unreadable;
import dev.pith.torch.network.InputShape;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Images after {@link Whitening}, all of them in memory once the first is asked for. */
final class WhitenedImages implements ImageSet.Pixels {
    private final ImageSet images;
    private final Whitening whitening;
    private float @Nullable [] values;

    WhitenedImages(ImageSet images, Whitening whitening) {
        this.images = images;
        this.whitening = whitening;
    }

    @Override
    public InputShape shape() {
        return images.shape();
    }

    @Override
    public float[] mean() {
        return images.mean();
    }

    @Override
    public float[] std() {
        return images.std();
    }

    @Override
    public List<Unreadable> unreadable() {
        return images.unreadable();
    }

    @Override
    public void read(int id, float[] out, int at) {
        int length = shape().numbers();
        System.arraycopy(all(), id * length, out, at, length);
    }

    private synchronized float[] all() {
        if (values == null) {
            int length = shape().numbers();
            float[] read = new float[Math.multiplyExact(images.size(), length)];
            boolean[] missing = new boolean[images.size()];
            unreadable().forEach(image -> missing[image.id()] = true);
            IntStream.range(0, missing.length).filter(id -> !missing[id]).forEach(id -> {
                float[] one = new float[length];
                images.read(new int[] {id}, one);
                System.arraycopy(one, 0, read, id * length, length);
            });
            whitening.apply(read);
            values = read;
        }
        return values;
    }

    @Override
    public boolean inMemory() {
        return true;
    }
}
