package dev.pith.run;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The most memory this process has had in use since a moment.
 *
 * <p>On Linux it is the process's resident set, which counts mapped files as far as they are in memory. Elsewhere, and
 * where the kernel does not let a process reset its mark, it is what the JVM knows of: heap, non-heap and buffers.
 */
final class PeakMemory {
    static final String RESIDENT = "resident set, mapped files included";
    static final String JVM = "heap, non-heap and buffers of the JVM";

    private static final Path RESET = Path.of("/proc/self/clear_refs");
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String HIGH_WATER_MARK = "VmHWM:";
    /** What makes the kernel reset the high-water mark, see proc(5). */
    private static final String RESET_PEAK = "5";

    private final boolean resident;

    private PeakMemory(boolean resident) {
        this.resident = resident;
    }

    /** Starts to measure; one measurement per process at a time. */
    static PeakMemory start() {
        try {
            Files.writeString(RESET, RESET_PEAK);
            if (highWaterMark().isPresent()) {
                return new PeakMemory(true);
            }
        } catch (IOException e) {
            // not Linux, or a sandbox that hides /proc: the JVM's own numbers then
        }
        ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
        return new PeakMemory(false);
    }

    /** Returns what is measured. */
    String measure() {
        return resident ? RESIDENT : JVM;
    }

    /** Returns the peak in bytes since the start. */
    long bytes() {
        if (resident) {
            return highWaterMark().orElse(0);
        }
        long pools = ManagementFactory.getMemoryPoolMXBeans().stream()
                .mapToLong(pool -> pool.getPeakUsage().getUsed())
                .sum();
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return pools + buffers;
    }

    private static OptionalLong highWaterMark() {
        List<String> lines;
        try {
            lines = Files.readAllLines(STATUS);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return lines.stream()
                .filter(line -> line.startsWith(HIGH_WATER_MARK))
                .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst();
    }
}
