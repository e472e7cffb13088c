package dev.pith.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ThreadsTest {
    /** Waits, interrupted or not. */
    private static void await(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void everyTaskIsDoneOnce() {
        AtomicIntegerArray done = new AtomicIntegerArray(1000);
        try (Threads threads = new Threads(3)) {
            for (int repeat = 0; repeat < 20; repeat++) {
                threads.forEach(done.length(), done::incrementAndGet);
            }
        }
        for (int task = 0; task < done.length(); task++) {
            assertThat(done.get(task)).isEqualTo(20);
        }
    }

    /**
     * Both threads have tasks that wait for a third, which asks the same threads: as trainings do whose images
     * are read ahead.
     */
    @Test
    void aCallFromAThreadThatTasksWaitForNeedsNoThreadOfTheirs() {
        AtomicInteger done = new AtomicInteger();
        CountDownLatch busy = new CountDownLatch(2);
        CountDownLatch served = new CountDownLatch(1);
        try (Threads threads = new Threads(2)) {
            Thread reader = new Thread(() -> {
                await(busy);
                threads.forEach(5, task -> done.incrementAndGet());
                served.countDown();
            });
            reader.start();
            threads.forEach(2, task -> {
                busy.countDown();
                await(served);
            });
        }
        assertThat(done).hasValue(5);
    }

    @Test
    void aCallFromInsideATaskRunsOnItsThread() {
        AtomicInteger done = new AtomicInteger();
        try (Threads threads = new Threads(2);
                Threads others = new Threads(2)) {
            threads.forEach(4, task -> {
                Thread own = Thread.currentThread();
                others.forEach(3, inner -> {
                    assertThat(Thread.currentThread()).isSameAs(own);
                    done.incrementAndGet();
                });
            });
        }
        assertThat(done).hasValue(12);
    }

    /**
     * Runs two tasks: one that fails at once, beside one that is known to run and goes on until {@code more} is over.
     */
    private static void failBeside(Runnable more, Error failure) {
        CountDownLatch both = new CountDownLatch(2);
        try (Threads threads = new Threads(2)) {
            threads.forEach(2, task -> {
                both.countDown();
                await(both);
                if (task == 0) {
                    throw failure;
                }
                more.run();
            });
        }
    }

    @Test
    void afterAnErrorNoTaskRunsAnyMore() {
        AtomicBoolean ended = new AtomicBoolean();
        assertThatThrownBy(() -> failBeside(
                        () -> {
                            pause();
                            ended.set(true);
                        },
                        new OutOfMemoryError("too little")))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(ended).isTrue();
    }

    @Test
    void afterAnInterruptionNoTaskRunsAnyMore() {
        AtomicInteger ended = new AtomicInteger();
        CountDownLatch both = new CountDownLatch(2);
        Thread caller = Thread.currentThread();
        try (Threads threads = new Threads(2)) {
            threads.forEach(2, task -> {
                both.countDown();
                await(both);
                if (Thread.currentThread() != caller) {
                    caller.interrupt();
                    pause();
                }
                ended.incrementAndGet();
            });
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended).hasValue(2);
    }

    private static void pause() {
        long until = System.nanoTime() + 50_000_000;
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Test
    void noTaskStartsAfterAFailureAndTheFirstIsThrown() {
        AtomicInteger started = new AtomicInteger();
        try (Threads threads = new Threads(1)) {
            assertThatThrownBy(() -> threads.forEach(10, task -> {
                        started.incrementAndGet();
                        if (task == 3) {
                            throw new IllegalStateException("task " + task);
                        }
                    }))
                    .hasMessage("task 3");
        }
        assertThat(started).hasValue(4);
    }
}
