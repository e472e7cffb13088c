package dev.pith.parallel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** The processor's time of the current thread: waiting does not count, nor does what other threads do beside it. */
public final class ThreadTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final long started = nanos();

    /** Starts to count. */
    public ThreadTime() {}

    /**
     * Returns the seconds since the start, which the same thread made; those of the clock where the system
     * tells no others.
     */
    public double seconds() {
        return (nanos() - started) / 1e9;
    }

    private static long nanos() {
        return THREADS.isCurrentThreadCpuTimeSupported() ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
    }
}
