package dev.pith.run;

import com.sun.management.OperatingSystemMXBean;
import dev.pith.PithException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory a command may use.
 *
 * @param bytes positive
 */
public record MemoryLimit(long bytes) {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)\\s*([kmgt]?)(?:i?b)?");
    private static final String UNITS = "kmgt";

    /** Checks the size. */
    public MemoryLimit {
        if (bytes < 1) {
            throw new IllegalArgumentException("memory limit must be positive, got " + bytes + " bytes");
        }
    }

    /** Returns 80 % of the memory of the machine, or of the container the process runs in. */
    public static MemoryLimit ofMachine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new MemoryLimit(Math.max(1, system.getTotalMemorySize() / 10 * 8)); // the JDK reads cgroups, v1 and v2
    }

    /**
     * Reads a size such as {@code 600m}, {@code 2g}, {@code 1.5 GiB} or {@code 1000000}; units are powers of 1,024.
     *
     * @throws IllegalArgumentException when it is no size, or none that is positive
     */
    public static MemoryLimit parse(String text) {
        Matcher matcher = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException("must be a size such as 600m or 2g, got " + text);
        }
        int power = matcher.group(2).isEmpty() ? 0 : UNITS.indexOf(matcher.group(2)) + 1;
        double bytes = Double.parseDouble(matcher.group(1)) * Math.pow(1024, power);
        if (bytes < 1) {
            throw new IllegalArgumentException("must be a positive size, got " + text);
        }
        return new MemoryLimit((long) bytes);
    }

    /**
     * Stops a work that would not fit, before it starts.
     *
     * @param work what would be done, as the beginning of a sentence
     * @param estimate bytes it needs
     * @param remedy what else the user can do than allow more memory, as a clause
     * @throws PithException with the numbers and the remedy when the estimate is above the limit
     */
    public void require(String work, long estimate, String remedy) {
        if (estimate > bytes) {
            throw new PithException(String.format(
                    Locale.ROOT,
                    "%s needs about %s of memory and may use %s: allow more with `memory` if the machine has it, or %s",
                    work,
                    text(estimate),
                    text(bytes),
                    remedy));
        }
    }

    /**
     * Stops a work that would not fit on Java's heap either; see {@link #require}.
     *
     * @throws PithException as above, or when Java's heap is too small
     */
    public void requireOnHeap(String work, long estimate, String remedy) {
        require(work, estimate, remedy);
        long heap = Runtime.getRuntime().maxMemory() / 10 * 9; // the rest of the program needs little
        if (estimate > heap) {
            throw new PithException(work + " needs " + text(estimate) + " of Java heap and " + text(heap)
                    + " can be used: give Java more with -Xmx, or " + remedy);
        }
    }

    /** Returns a size as people read it, such as {@code 1.5 GiB}. */
    public static String text(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes;
        int power = 0;
        while (size >= 1023.95 && power < UNITS.length()) { // 1023.95 would print as 1024.0
            size /= 1024;
            power++;
        }
        return String.format(
                Locale.ROOT, "%.1f %siB", size, UNITS.toUpperCase(Locale.ROOT).charAt(power - 1));
    }
}
