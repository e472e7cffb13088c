package dev.pith.torch.train;

import dev.pith.PithException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Prepares the batches of one epoch on a second thread, a few ahead of the network. A batch is given back once it is used, so
 * that its memory serves the next.
 */
final class BatchLoader implements AutoCloseable {
    private static final int AHEAD = 3;

    private final BlockingQueue<Batch> free;
    private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(AHEAD + 2);
    private final Batch end; // what is in the queue when there is no more to come
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /** Fills one batch. */
    @FunctionalInterface
    interface Filler {
        void fill(Batch batch, int index);
    }

    /** Starts to prepare {@code count} batches. */
    BatchLoader(LabelledImages images, int count, Filler filler) {
        free = new ArrayBlockingQueue<>(AHEAD + 2);
        end = new Batch(images);
        for (int i = 0; i < AHEAD; i++) {
            free.add(new Batch(images));
        }
        thread = new Thread(() -> prepare(count, filler), "pith-loader");
        thread.setDaemon(true);
        thread.start();
    }

    private void prepare(int count, Filler filler) {
        try {
            for (int i = 0; i < count; i++) {
                Batch batch = free.take();
                if (closed) {
                    return;
                }
                filler.fill(batch, i);
                ready.put(batch);
            }
        } catch (Throwable e) { // errors too: whoever waits for a batch must hear of them
            failure = e;
        } finally {
            ready.add(end);
        }
    }

    /**
     * Returns the next batch, waiting for it if need be.
     *
     * @throws PithException that reading an image threw, or when interrupted
     */
    Batch next() {
        try {
            Batch batch = ready.take();
            if (batch != end) {
                return batch;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PithException("interrupted", e);
        }
        Throwable cause = failure;
        if (cause instanceof PithException known) {
            throw known;
        }
        throw new IllegalStateException(cause == null ? "no batch is left" : "a batch could not be prepared", cause);
    }

    /** Takes a batch back. */
    void release(Batch batch) {
        free.add(batch);
    }

    /** Returns when the second thread is at its end; a batch that it is at work on is finished first. */
    @Override
    public void close() {
        closed = true;
        free.add(end); // wakes the thread if it waits
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
