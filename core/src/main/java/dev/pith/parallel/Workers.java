package dev.pith.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * A fixed number of threads that share numbered tasks.
 *
 * <p>Which thread runs a task is left open, so tasks write to places of their own and whoever adds results up does it in
 * task order.
 */
public final class Workers implements AutoCloseable {
    private static final ThreadLocal<Boolean> IN_TASK = ThreadLocal.withInitial(() -> false);

    private final int threads;
    private final ExecutorService executor;

    /**
     * Starts with {@code threads} threads, the caller's own included.
     *
     * @throws IllegalArgumentException when {@code threads} is below 1
     */
    public Workers(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + threads);
        }
        this.threads = threads;
        this.executor = Executors.newFixedThreadPool(Math.max(1, threads - 1), task -> {
            Thread thread = new Thread(task, "pith-worker");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns the number of threads. */
    public int threads() {
        return threads;
    }

    /**
     * Runs {@code body} for every task from 0 to {@code tasks - 1} and returns when all are done. When one throws, no
     * further task starts and the exception of the first to fail is thrown. A call from inside a task runs its tasks on the
     * thread of that task: work is split once, at the outermost loop.
     */
    public void forEach(int tasks, IntConsumer body) {
        AtomicInteger next = new AtomicInteger();
        boolean nested = IN_TASK.get();
        Runnable worker = () -> {
            IN_TASK.set(true);
            for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                try {
                    body.accept(task);
                } catch (RuntimeException | Error failure) {
                    next.set(tasks);
                    IN_TASK.set(nested);
                    throw failure;
                }
            }
            IN_TASK.set(nested);
        };
        List<Future<?>> others = new ArrayList<>();
        for (int i = 1; !nested && i < Math.min(threads, tasks); i++) {
            others.add(executor.submit(worker));
        }
        try {
            worker.run();
        } finally {
            awaitAll(others);
        }
    }

    private static void awaitAll(List<Future<?>> futures) {
        RuntimeException failure = null;
        for (Future<?> future : futures) {
            try {
                future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error) {
                    throw (Error) e.getCause();
                }
                failure = (RuntimeException) e.getCause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = new IllegalStateException("interrupted while waiting for workers", e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }
}
