package dev.pith.torch.image;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Batches of images in a given order, each read by a second thread while the one before is in use. For one thread; closing ends
 * the second.
 */
public final class Batches implements AutoCloseable {
    private final ImageSet images;
    private final List<int[]> plan;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "pith-reader");
        thread.setDaemon(true);
        return thread;
    });
    private final float[][] buffers; // one in use, one being filled
    private int next;
    private Future<?> reading;

    /**
     * Images of some ids.
     *
     * @param ids of the images, in order; not copied
     * @param values their numbers, image by image, perhaps followed by others; overwritten when the batch after the next is read
     */
    public record Batch(int[] ids, float[] values) {}

    /** Begins to read the first batch of a plan. */
    public Batches(ImageSet images, List<int[]> plan) {
        this.images = images;
        this.plan = plan;
        int longest = plan.stream().mapToInt(ids -> ids.length).max().orElse(0);
        int length = Math.multiplyExact(longest, images.shape().numbers());
        this.buffers = new float[2][length];
        this.reading = read(0);
    }

    private Future<?> read(int index) {
        return reader.submit(() -> {
            if (index < plan.size()) {
                images.read(plan.get(index), buffers[index % 2]);
            }
        });
    }

    /**
     * Returns the next batch, null after the last.
     *
     * @throws dev.pith.PithException naming an image that cannot be read
     */
    public @Nullable Batch next() {
        if (next == plan.size()) {
            return null;
        }
        try {
            reading.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while images were read", e);
        }
        Batch batch = new Batch(plan.get(next), buffers[next % 2]);
        next++;
        reading = read(next);
        return batch;
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
