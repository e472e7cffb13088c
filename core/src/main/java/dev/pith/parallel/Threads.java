package dev.pith.parallel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads that share numbered tasks.
 *
 * <p>Which thread runs a task is left open, so tasks write to places of their own and whoever adds results up does it
 * in task order. A call never waits for a thread to come free: whoever calls works too, and others join as they can. So
 * calls may come from any thread, at any time, and from inside tasks.
 */
public final class Threads implements AutoCloseable {
    private static final ThreadLocal<Boolean> IN_TASK = ThreadLocal.withInitial(() -> false);

    private final int count;
    private final ThreadPoolExecutor executor;

    /**
     * Starts with {@code count} threads, the caller's own included.
     *
     * @throws IllegalArgumentException when {@code count} is below 1
     */
    public Threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("threads must be at least 1, got " + count);
        }
        this.count = count;
        int others = Math.max(1, count - 1);
        this.executor =
                new ThreadPoolExecutor(others, others, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "pith-thread");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** Returns the number of threads. */
    public int count() {
        return count;
    }

    /** Returns how many callers like this one are at work side by side at most: inside a task one for each thread. */
    public int sideBySide() {
        return isInTask() ? count : 1;
    }

    /** Returns whether the current thread is at work on a task, of whichever threads. */
    static boolean isInTask() {
        return IN_TASK.get();
    }

    /**
     * Runs {@code body} for every task from 0 to {@code tasks - 1} and returns, or throws, when none runs any more,
     * whatever happens: what the tasks use may then be freed. When one throws, no further task starts and the exception
     * of the first to fail is thrown. An interruption ends nothing; the caller's flag is set when this returns. A call
     * from inside a task runs its tasks on the thread of that task: work is split once, at the outermost loop.
     */
    public void forEach(int tasks, IntConsumer body) {
        Call call = new Call(tasks, body);
        List<Runnable> others = new ArrayList<>();
        try {
            for (int i = 1; !isInTask() && i < Math.min(count, tasks); i++) {
                Runnable other = call::join;
                others.add(other);
                executor.execute(other);
            }
            call.join();
        } finally {
            others.forEach(executor::remove); // those that no thread was free for
            call.end();
        }
    }

    @Override
    public void close() {
        executor.shutdown();
    }

    /** The tasks of one call, and who is at work on them. */
    private static final class Call {
        private final int tasks;
        private final IntConsumer body;
        private final AtomicInteger next = new AtomicInteger();
        private int working;
        private @Nullable Throwable failure;

        Call(int tasks, IntConsumer body) {
            this.tasks = tasks;
            this.body = body;
        }

        /** Does tasks until none is left; a thread that comes too late finds none. */
        void join() {
            change(1, null);
            boolean nested = IN_TASK.get();
            IN_TASK.set(true);
            Throwable thrown = null;
            try {
                for (int task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
                    body.accept(task);
                }
            } catch (Throwable e) { // the caller throws it
                next.set(tasks);
                thrown = e;
            } finally {
                IN_TASK.set(nested);
                change(-1, thrown);
            }
        }

        private synchronized void change(int by, @Nullable Throwable thrown) {
            working += by;
            failure = failure == null ? thrown : failure;
            notifyAll();
        }

        /** Returns, or throws what was thrown, when nobody is at work. */
        synchronized void end() {
            boolean interrupted = false;
            while (working > 0) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure != null) {
                throw (RuntimeException) failure;
            }
        }
    }
}
