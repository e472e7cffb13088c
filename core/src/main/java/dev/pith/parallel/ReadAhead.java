package dev.pith.parallel;

import dev.pith.PithException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills places one after the other on a second thread, a few ahead of whoever uses them. A place is given back once it
 * is used, so that its memory serves again. For one thread; closing ends the second.
 *
 * <p>Inside a task of {@link Threads} there is no second thread: every thread has work of its own there, and a task's
 * time is that of its thread. A place is then filled when it is asked for.
 */
public final class ReadAhead<T> implements AutoCloseable {
    private static final int AHEAD = 3;

    /** Places to fill, and places that are filled; nothing stands for the end. */
    private final BlockingQueue<Optional<T>> free = new ArrayBlockingQueue<>(AHEAD + 1);

    private final BlockingQueue<Optional<T>> ready = new ArrayBlockingQueue<>(AHEAD + 1);
    private final int count;
    private final Filler<T> filler;
    /** Fills ahead; nobody inside a task. */
    private final @Nullable Thread thread;

    private int asked;
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /** Fills a place. */
    @FunctionalInterface
    public interface Filler<T> {
        /** Fills {@code place} for the {@code index}-th time, from 0. */
        void fill(T place, int index);
    }

    /**
     * Starts to fill.
     *
     * @param count how often a place is filled in all
     * @param places makes a place, each time another
     */
    public ReadAhead(int count, Supplier<T> places, Filler<T> filler) {
        this.count = count;
        this.filler = filler;
        boolean ahead = !Threads.isInTask();
        for (int i = 0; i < (ahead ? AHEAD : 1); i++) {
            free.add(Optional.of(places.get()));
        }
        thread = ahead ? new Thread(this::fill, "pith-reader") : null;
        if (thread != null) {
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void fill() {
        try {
            for (int i = 0; i < count; i++) {
                Optional<T> place = free.take();
                if (place.isEmpty() || closed) {
                    return;
                }
                filler.fill(place.get(), i);
                ready.add(place);
            }
        } catch (Throwable e) { // errors too: whoever waits must hear of them
            failure = e;
        } finally {
            ready.add(Optional.empty());
        }
    }

    /**
     * Returns the next place filled, waiting for it if need be.
     *
     * @throws PithException that filling threw, or when interrupted
     * @throws IllegalStateException when filling threw something else, or no place is left
     */
    public T next() {
        if (thread == null && ready.isEmpty()) {
            fillNow();
        }
        try {
            Optional<T> place = ready.take();
            if (place.isPresent()) {
                return place.get();
            }
            ready.add(place); // for whoever asks again
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PithException("interrupted", e);
        }
        Throwable cause = failure;
        if (cause instanceof PithException known) {
            throw known;
        }
        throw new IllegalStateException(cause == null ? "no place is left" : "reading ahead failed", cause);
    }

    private void fillNow() {
        Optional<T> place = asked < count ? free.remove() : Optional.empty();
        place.ifPresent(empty -> filler.fill(empty, asked++));
        ready.add(place);
    }

    /** Takes a place back. */
    public void release(T place) {
        free.add(Optional.of(place));
    }

    /** Returns when the second thread is at its end; a place that it is at work on is finished first. */
    @Override
    public void close() {
        if (thread == null) {
            return;
        }
        closed = true;
        free.add(Optional.empty()); // wakes the thread if it waits
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
